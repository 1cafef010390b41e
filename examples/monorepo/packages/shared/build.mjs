// Builds src/ into dist/, again after every change with --watch. In your project this is `tsc --watch` or a bundler.
import { mkdirSync, readdirSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs';

function build() {
  mkdirSync('dist', { recursive: true });
  for (const file of readdirSync('src')) {
    // Under another name first, so that nobody reads half a file.
    writeFileSync(`dist/${file}.new`, `// Built from src/${file}.\n${readFileSync(`src/${file}`, 'utf8')}`);
    renameSync(`dist/${file}.new`, `dist/${file}`);
  }
  console.log('built dist/');
}

if (process.argv.includes('--watch')) {
  let due;
  watch('src', () => {
    clearTimeout(due);
    due = setTimeout(build, 50);
  });
}
build();
