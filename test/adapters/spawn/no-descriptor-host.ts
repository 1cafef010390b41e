import { closeSync, openSync } from 'node:fs';
import { NodeSpawner } from '../../../src/adapters/spawn/piped.js';

// A program that starts a child with a helper in a session of its own, takes all file descriptors, and has the child killed then.
const taken: number[] = [];
const take = (): void => {
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'));
  } catch {
    // Now all are taken.
  }
};
const say = (text: string) => void process.stdout.write(`${text}\n`);
const spawner = new NodeSpawner({ runId: '6b0d1f6e-0000-4000-8000-00000000abcd' });
const child = spawner.spawn(
  {
    mark: 'process:api',
    command: 'setsid sleep 600 & echo ready; wait',
    args: [],
    shell: true,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '' },
    stdin: 'closed',
    scope: 'all',
  },
  {
    spawned: () => {},
    failed: ({ message }) => say(message),
    output: () => {
      take();
      say('no descriptor is left');
      child.signal('SIGKILL');
    },
    exited: () => {
      say('exited');
      // What the child had is free now, and may not be used for reading either.
      take();
      const taking = setInterval(take, 1);
      // What cannot be read must not be reported as gone; a second is ten polls.
      setTimeout(() => {
        clearInterval(taking);
        say('descriptors are there again');
        for (const descriptor of taken.splice(0)) closeSync(descriptor);
        child.signal('SIGKILL');
      }, 1000);
    },
    gone: () => say('gone'),
    outputEnded: () => {},
  },
);
