// The least that Node can do of what the watchdog does: starts commands, counts the lines that they write, starts them again after
// a delay, asks a URL for each of them, moves a bar on the screen at a key, and ends them all at x or q. The measure for everything
// in the table.
// Run in a terminal as `node bare.mjs FILE`, where the file says {"commands": ["…"], "restartDelayMs": 100}.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';

const { commands, restartDelayMs, checkUrl, checkEveryMs } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const children = new Set();
const newline = 10;
let lines = 0;
let row = 1;
let stopping = false;

function count(chunk) {
  for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) lines++;
}

function start(command) {
  const child = spawn('sh', ['-c', command], { detached: true });
  children.add(child);
  if (checkUrl !== undefined) setInterval(check, checkEveryMs);
  child.stdout.on('data', count);
  child.stderr.on('data', count);
  child.on('exit', () => {
    children.delete(child);
    if (stopping && children.size === 0) process.exit();
    if (!stopping && restartDelayMs !== undefined) setTimeout(start, restartDelayMs, command);
  });
}

function check() {
  get(checkUrl, { agent: false }, (answer) => answer.destroy()).on('error', () => {});
}

function stop() {
  stopping = true;
  for (const child of children) process.kill(-child.pid, 'SIGTERM');
}

for (const command of commands) start(command);
process.stdin.setRawMode(true);
process.stdin.on('data', (key) => {
  if (key.includes('x') || key.includes('q')) return stop();
  row = 3 - row;
  process.stdout.write(`\x1b[2J\x1b[${row};1H▌ ${lines}`);
});
process.stdout.write('\x1b[2J\x1b[1;1H▌ ready');
