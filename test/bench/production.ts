// As the program does before it loads React. The modules that are imported after this one see it.
process.env.NODE_ENV ??= 'production';
