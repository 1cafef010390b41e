import { join } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import type { ProcessAction } from '../../api/action-run.js';
import type { ControlClient } from '../../client/client.js';
import { projectFolder } from '../../client/project-folder.js';
import { sentSignals } from '../../policy/process/signals.js';
import { type WaitCondition, waitConditions } from '../../supervisor/unit/condition.js';
import { type FileOptions, filesOf, withFile, withLongFile } from '../options/file.js';
import { optionsOf } from '../options/of.js';

import { countOption, durationOption, patternOption, takenOnce } from '../options/values.js';
import { type ScreenOptions, withScreenOptions } from '../tty/screen-options.js';
import { speakAbout } from './speak-about.js';

const actions = {
  start: 'start processes, with what they depend on, and wait until they run or are healthy',
  stop: 'stop processes and wait until they are gone',
  restart: 'restart processes and wait until they run or are healthy',
  kill: 'stop processes without grace',
  reset: 'close the circuit and zero the counts; starts what the circuit kept down',
} as const satisfies Partial<Record<ProcessAction, string>>;

interface StatusOptions extends FileOptions {
  readonly json?: boolean;
  readonly watch?: boolean;
}

interface LogsOptions extends FileOptions {
  readonly follow?: boolean;
  readonly tail?: string;
  readonly lines?: string;
  readonly since?: string;
  readonly grep?: string;
  readonly json?: boolean;
}

interface WaitOptions extends FileOptions {
  readonly for: WaitCondition;
  readonly fresh?: boolean;
  readonly json?: boolean;
  readonly timeout: string;
}

/** Adds the commands that speak with a running watchdog. */
export function addControlCommands(program: Command, environment: NodeJS.ProcessEnv): void {
  const folderOf = (options: FileOptions): string => projectFolder(filesOf(program, options), process.cwd());
  const connect = async (options: FileOptions): Promise<ControlClient> => {
    const folder = folderOf(options);
    const { ControlClient } = await import('../../client/client.js');
    return new ControlClient(folder);
  };
  const namesLeft = async <T>(options: FileOptions, speak: (client: ControlClient) => Promise<T>): Promise<T> => {
    try {
      return await speak(await connect(options));
    } catch (error) {
      const { namingLeft } = await import('./left-alive.js');
      throw namingLeft(error, folderOf(options));
    }
  };
  const connectAbout = async <T>(
    names: readonly string[],
    options: FileOptions,
    speak: (client: ControlClient) => Promise<T>,
  ): Promise<T> => speakAbout({ names, files: filesOf(program, options), environment }, async () => namesLeft(options, speak));
  withFile(program.command('status').alias('ps').argument('[names...]', 'default: all'))
    .description('show the state of the processes')
    .option('--json', 'one JSON document')
    .option('--watch', 'redraw every second')
    .action(async (names: string[], options: StatusOptions) => {
      const { showStatus } = await import('./status.js');
      const request = { names, json: options.json ?? false, watch: options.watch ?? false };
      await connectAbout(names, options, (client) => showStatus(client, request));
    });
  withLongFile(program.command('logs').argument('[names...]', 'default: all'))
    .description('print what the processes wrote, as far as it is kept in memory or, with -n and --since, in files')
    .option('-f, --follow', 'keep printing new lines')
    .option('-n, --tail <count>', 'only the newest <count> lines of each process')
    .option('--lines <count>', 'the same as --tail')
    .option('--since <duration>', 'only lines of the last 5m, 1h, …')
    .addOption(takenOnce(new Option('--grep <pattern>', 'only lines that match a regular expression (syntax of RE2)')))
    .option('--json', 'one JSON object a line')
    .action(async (names: string[], { follow = false, json = false, tail, lines, since, grep, ...options }: LogsOptions) => {
      const [option, count] = lines === undefined ? ['-n', tail] : ['--lines', lines];
      const request = {
        names,
        follow,
        json,
        n: count === undefined ? undefined : countOption(option, count),
        since: since === undefined ? undefined : durationOption('--since', since),
        grep: grep === undefined ? undefined : patternOption('--grep', grep),
      };
      const { showLogs } = await import('./logs.js');
      const { FiledLogs } = await import('../../adapters/log-file/filed.js');
      const { stateFolderOf } = await import('../../adapters/files/running.js');
      const { logFolderName } = await import('../../adapters/files/state-folder.js');
      const filed = new FiledLogs(join(stateFolderOf(folderOf(options)), logFolderName));
      await connectAbout(names, options, (client) => showLogs(client, filed, request));
    });
  for (const [action, description] of Object.entries(actions) as [keyof typeof actions, string][]) {
    withFile(program.command(action).argument('[names...]'))
      .description(description)
      .option('--all', 'all processes')
      .option('--json', 'the outcomes as one JSON document')
      .action(async (names: string[], options: FileOptions & { readonly all?: boolean; readonly json?: boolean }) => {
        const { sendAction } = await import('./act.js');
        const { all = false, json = false } = options;
        process.exitCode = await connectAbout(names, options, (client) => sendAction(client, { action, names, all, json }));
      });
  }
  withFile(program.command('scale').argument('<name=number>', 'such as api=5'))
    .description('run as many replicas of a process, until the file says another number')
    .option('--json', 'one JSON document')
    .action(async (asked: string, options: FileOptions & { readonly json?: boolean }) => {
      const { scale } = await import('./requests.js');
      const name = asked.replace(/=\d*$/, '');
      process.exitCode = await connectAbout([name], options, (client) => scale(client, asked, options.json ?? false));
    });
  withFile(program.command('open').argument('<name>'))
    .description('open the URL of a process in the browser')
    .option('--print', 'only print it')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: FileOptions & { readonly print?: boolean; readonly json?: boolean }) => {
      const { open } = await import('./open.js');
      const { print: prints = false, json = false } = options;
      const request = { name, prints: prints || json, json, environment };
      process.exitCode = await connectAbout([name], options, (client) => open(client, request));
    });
  const signal = new Argument('<signal>', 'HUP, USR1, …');
  // Completed, but read by us, who take them in any spelling.
  signal.argChoices = sentSignals.map((each) => each.slice('SIG'.length));
  withFile(program.command('signal').argument('<name>').addArgument(signal))
    .description('send a signal such as HUP to the process group; it is not asked to stop')
    .option('--json', 'the outcome as one JSON document')
    .action(async (name: string, written: string, options: FileOptions & { readonly json?: boolean }) => {
      const { sendSignal } = await import('./act.js');
      const request = { name, written, json: options.json ?? false };
      process.exitCode = await connectAbout([name], options, (client) => sendSignal(client, request));
    });
  withFile(program.command('why').argument('<name>'))
    .description('explain the state of a process')
    .option('--json', 'one JSON document')
    .action(async (name: string, options: FileOptions & { readonly json?: boolean }) => {
      const { why } = await import('./why.js');
      await connectAbout([name], options, (client) => why(client, name, options.json ?? false));
    });
  withFile(program.command('wait').argument('<names...>'))
    .description('wait until all of these processes meet a condition')
    .addOption(
      takenOnce(
        new Option('--for <condition>', 'without a health check, a process is healthy as soon as it runs')
          .choices(waitConditions)
          .default('healthy'),
      ),
    )
    .option('--timeout <duration>', 'give up after this', '60s')
    .option('--fresh', 'only once they were started after the newest change of what they watch')
    .option('--json', 'whether it holds, and how they are then, as one JSON document')
    .action(async (names: string[], options: WaitOptions) => {
      const timeoutMs = durationOption('--timeout', options.timeout);
      const { wait } = await import('./wait.js');
      const { for: condition, fresh = false, json = false } = options;
      const request = { names, condition, timeoutMs, fresh };
      process.exitCode = await connectAbout(names, options, (client) => wait(client, request, json));
    });
  withFile(program.command('timing'))
    .description('show how the project started: what each process waited for, when it was ready, and the critical chain')
    .option('--json', 'one JSON document')
    .action(async (options: FileOptions & { readonly json?: boolean }) => {
      const { showTiming } = await import('./timing.js');
      await showTiming(await connect(options), options.json ?? false);
    });
  withFile(program.command('metrics'))
    .description('print state, health, restarts, usage and logs of all processes as OpenMetrics text')
    .option('--json', 'one JSON document')
    .action(async (options: FileOptions & { readonly json?: boolean }) => {
      const { printMetrics } = await import('./requests.js');
      await printMetrics(await connect(options), options.json ?? false);
    });
  withLongFile(program.command('events'))
    .description('print events')
    .option('-f, --follow', 'keep printing new events')
    .option('--json', 'one JSON object a line')
    .action(async ({ follow = false, json = false, ...options }: FileOptions & { follow?: boolean; json?: boolean }) => {
      const { showEvents } = await import('./events.js');
      await showEvents(await connect(options), { follow, json });
    });
  withScreenOptions(withFile(program.command('attach')))
    .description('open the dashboard on the running watchdog; leaving it stops nothing')
    .action(async (_options: FileOptions & ScreenOptions, command: Command) => {
      const options = optionsOf<FileOptions & ScreenOptions>(program, command);
      const client = await connect(options);
      const { attach } = await import('./attach.js');
      await attach(client, { ...options, files: filesOf(program, options), folder: folderOf(options), environment });
      process.exit();
    });
  withFile(program.command('reload'))
    .description('read the configuration again, as saving it does; a broken one changes nothing')
    .option('--json', 'the outcome as one JSON document')
    .action(async (options: FileOptions & { readonly json?: boolean }) => {
      const { reload } = await import('./requests.js');
      process.exitCode = await reload(await connect(options), options.json ?? false);
    });
  withFile(program.command('down'))
    .description('stop everything and end the running watchdog')
    .option('--json', 'its report as one JSON document')
    .action(async (options: FileOptions & { readonly json?: boolean }) => {
      const { down } = await import('./requests.js');
      process.exitCode = await namesLeft(options, (client) => down(client, options.json ?? false));
    });
}
