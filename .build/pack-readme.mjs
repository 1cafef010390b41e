// npm shows no picture of a folder that is not in the package, and no repository is known from which it could take one. So the
// README that npm gets has none, nor the comments by which the tests try its sessions. After packing, the whole one is back.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const readme = 'README.md';
const whole = 'node_modules/.readme-whole.md';

/** A README without what is between the marks of pictures, and without comments. */
export function withoutPictures(text) {
  return text
    .replace(/<!-- pictures -->[\s\S]*?<!-- end of pictures -->/g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\n{3,}/g, '\n\n');
}

const [, , action] = process.argv;
if (action === 'restore') {
  if (existsSync(whole)) renameSync(whole, readme);
} else if (action === 'pack' && ['pack', 'publish'].includes(process.env.npm_command)) {
  if (existsSync(whole)) renameSync(whole, readme); // An earlier packing was cut off.
  mkdirSync('node_modules', { recursive: true });
  copyFileSync(readme, whole);
  writeFileSync(readme, withoutPictures(readFileSync(readme, 'utf8')));
}
