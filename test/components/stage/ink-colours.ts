// Ink decides when it is loaded which colours it writes, and the header shows the local time: import this before any component.
process.env.FORCE_COLOR = '3';
process.env.TZ = 'UTC';
