import { writeFileSync } from 'node:fs';
import { systemWatcher } from '../../../src/adapters/files/watcher.js';

// A program that watches the folder that it is given, says what it is told, sets limits of its user namespace by lines such as "watches 100", and ends with
// an empty line, after it has said what half a second of rest takes of the processor.
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const [directory = '.'] = process.argv.slice(2);
const told = new Set<string>();
const watch = systemWatcher.watch(
  { directory, paths: ['src'], ignore: [] },
  {
    changed: (path) => {
      if (!told.has(path)) say(`changed ${path}`);
      told.add(path);
    },
    failed: (message) => say(`failed ${message}`),
    polled: (why) => say(`polled ${why}`),
    recovered: () => say('recovered'),
  },
);
await watch.check();
say('watching');
process.stdin.setEncoding('utf8').on('data', (line: string) => {
  const [limit, count = ''] = line.trim().split(' ');
  if (limit !== '') return writeFileSync(`/proc/sys/user/max_inotify_${limit}`, count);
  const before = process.cpuUsage();
  setTimeout(() => {
    const { user, system } = process.cpuUsage(before);
    say(`cpu ${Math.round((user + system) / 1000)}`);
    watch[Symbol.dispose]();
    process.stdin.destroy();
  }, 500);
});
