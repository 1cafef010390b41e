// The shop's front end, as far as the examples go.
console.log('  Local:   http://localhost:5173/');
setInterval(() => {}, 1000);
