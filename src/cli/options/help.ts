import type { Command } from 'commander';

const around = 'Other:';

/** The commands by what they are for, in the order in which the help shows them. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'Run a project:': ['up', 'attach', 'down', 'reload', 'run'],
  'Inspect:': ['status', 'logs', 'why', 'events', 'wait', 'timing', 'metrics', 'replay', 'bundle'],
  'Act on processes:': ['start', 'stop', 'restart', 'kill', 'reset', 'signal', 'scale', 'open'],
  'Write and check watchdog.yaml:': ['init', 'check', 'simulate', 'schema', 'export'],
  [around]: ['mcp', 'keys', 'completion'],
};

/** Command lines with what they do, of the program itself under the empty name. */
const examples: Readonly<Record<string, readonly (readonly [line: string, meaning: string])[]>> = {
  '': [
    ['watchdog init', 'write a watchdog.yaml from the files of other tools'],
    ['watchdog', 'start everything under the dashboard'],
    ['watchdog api db', 'start two processes and what they depend on'],
    ['watchdog up -d', 'start in the background'],
    ['watchdog why api', 'explain the state of a process'],
    ['watchdog logs api -f', 'follow what it writes'],
    ['watchdog down', 'stop everything'],
  ],
  up: [
    ['watchdog up @backend', 'a group, with what it depends on'],
    ['watchdog up --exit-when-done', 'one-shot work, as in CI: ends with 0 if all succeeded'],
    ['watchdog up --profile full', 'also what belongs to a profile'],
  ],
  check: [
    ['watchdog check --print', 'the configuration as it is understood'],
    ['watchdog check --strict --json', 'for CI: warnings are errors, as data'],
  ],
  init: [
    ['watchdog init --dry-run', 'look at it first'],
    ['watchdog init --from docker-compose.yml', 'from this file alone'],
  ],
  schema: [['watchdog schema --write', 'put it where the editor of this project finds it']],
  status: [
    ["watchdog status 'web*'", 'those whose names match'],
    ['watchdog status --json', 'for scripts'],
  ],
  logs: [
    ['watchdog logs -f', 'everything that comes, of all processes'],
    ['watchdog logs api --since 5m --grep error', 'what matches, of the last five minutes'],
  ],
  why: [['watchdog why api', 'its reason, dependencies, last exits and next attempt']],
  wait: [
    ['watchdog wait api --timeout 30s', 'until it is healthy'],
    ['watchdog wait migrate --for completed', 'until it has ended well'],
  ],
  events: [['watchdog events -f --json', 'what happens, one JSON object a line']],
  start: [['watchdog start @backend', 'a group, with what it depends on']],
  stop: [['watchdog stop --all', 'everything; the watchdog goes on']],
  restart: [["watchdog restart 'web*' api", 'those, dependents after what they depend on']],
};

/** Puts the commands of a program into groups in its help, and examples below the help of each. */
export function withGroupedHelp(program: Command): Command {
  const order = Object.values(groups).flat();
  const rank = (command: Command): number => {
    const at = order.indexOf(command.name());
    return at === -1 ? order.length : at;
  };
  // Commander shows them in this order.
  (program.commands as Command[]).sort((one, other) => rank(one) - rank(other));
  for (const [heading, names] of Object.entries(groups)) {
    for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading);
  }
  program.commandsGroup(around).helpCommand('help [command]', 'display help for command');
  for (const command of [program, ...program.commands]) {
    const own = examples[command === program ? '' : command.name()];
    if (own !== undefined) command.addHelpText('after', `\nExamples:\n${exampleLines(own)}`);
  }
  return program;
}

function exampleLines(lines: readonly (readonly [line: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([line]) => line.length));
  return lines.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`).join('\n');
}
