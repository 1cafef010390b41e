import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

mkdirSync('dist', { recursive: true });
const program = 'console.log(sum(...process.argv.slice(2).map(Number)));\n';
writeFileSync('dist/sum.mjs', `${readFileSync('src/sum.mjs', 'utf8')}\n${program}`);
console.log('wrote dist/sum.mjs');
