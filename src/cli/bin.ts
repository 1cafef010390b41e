#!/usr/bin/env node
import module from 'node:module';

// Children must get the environment as it was.
const environment = { ...process.env };
if (process.pid === 1) (await import('./run/as-init.js')).leaveInitToAShell(environment);
module.enableCompileCache?.();

if (process.platform === 'win32') {
  process.stderr.write('watchdog: Windows is not supported yet; it runs on Linux and macOS, and in WSL\n');
  process.exit(1);
}

// Node would open its debugger on a TCP port.
process.on('SIGUSR1', () => {});

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`watchdog: Node ${process.versions.node} is older than 22.12, which is what it is made for; going on\n`);
}

// What only asks a running watchdog has a file of its own in the built program, a tenth of the whole, so that it starts sooner.
const asking = [
  'status',
  'ps',
  'logs',
  'start',
  'stop',
  'restart',
  'kill',
  'reset',
  'signal',
  'down',
  'why',
  'reload',
  'wait',
  'events',
  'mcp',
];
const helping = ['--version', '-V', '--help', '-h', 'help', 'completion'];
const isSmall = process.env.WATCHDOG_BUILT === 'yes' && [...asking, ...helping].includes(process.argv[2] ?? '');
const small: string = './small.js';
const { main } = (await (isSmall ? import(small) : import('./program.js'))) as typeof import('./program.js');
await main(process.argv, environment);
