import { Watchdog } from '../../../src/api/watchdog.js';

// A program of an ordinary user whose processes start what shows no environment, without control groups, in the folder
// that it is given. It says as JSON what their stops told and what the end of all reported.
const cwd = process.argv[2]!;
const watchdog = new Watchdog({ handleSignals: false, cgroups: false, environment: { PATH: process.env.PATH ?? '' } });
const notices: string[] = [];
const pids = new Map<string, number>();
let said = '';
watchdog.onNotice(({ name, text }) => notices.push(`${name}: ${text}`));
watchdog.on('stdout', ({ name, data }) => {
  said += data;
  const pid = /^(\d+)$/m.exec(data)?.[1];
  if (pid !== undefined) pids.set(name, Number(pid));
});
const commands = {
  // Its parents are gone before the first poll.
  leaves: '(setsid ./secret 600 & echo $! >leaves.pid); cat leaves.pid; exec sleep 600',
  wipes: '(setsid env -i /bin/sleep 600 & echo $! >wipes.pid); cat wipes.pid; exec sleep 600',
  // Its parent is there when it is stopped.
  keeps: 'setsid sh -c "setsid ./secret 600 & echo \\$!; wait"; wait',
  other: 'echo 0; exec sleep 600',
};
for (const [name, command] of Object.entries(commands)) {
  said = '';
  watchdog.register({ name, command, cwd, shell: true, autoRestart: false });
  await watchdog.start(name);
  while (said === '') await new Promise((resolve) => setTimeout(resolve, 10));
  // The system counts the times of starts in hundredths of a second: the next process has to have a later one.
  await new Promise((resolve) => setTimeout(resolve, 30));
  if (name === 'leaves') continue;
  await watchdog.stop(name);
}
await watchdog.stop('leaves');
const { left, mayLiveOn } = await watchdog.shutdown();
process.stdout.write(JSON.stringify({ pids: Object.fromEntries(pids), notices, left, mayLiveOn }));
