import { Watchdog } from '../../../src/api/watchdog.js';

// A program that uses the library, says the pid of its one process and what its log warns of, and ends as it is told.
const logger = { info: () => {}, warn: (_fields: unknown, message: string) => void process.stdout.write(`${message}\n`) };
const watchdog = new Watchdog({ reaper: true, handleSignals: false, logger });
watchdog.register({ name: 'sleeper', command: 'sleep', args: ['600'] });
watchdog.on('started', ({ pid }) => process.stdout.write(`${pid}\n`));
await watchdog.start('sleeper');
process.stdin.setEncoding('utf8').once('data', (order: string) => {
  if (order === 'exit\n') process.exit(3);
  throw new Error('nobody catches this');
});
