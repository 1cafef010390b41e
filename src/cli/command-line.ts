import { Argument, Command, CommanderError, Option } from 'commander';
import { ownVersion } from '../adapters/node/own-version.js';
import { type Engine, engines } from '../config/export/common/exported.js';
import { WatchdogError } from '../policy/words/errors.js';
import { nearest } from '../policy/words/nearest.js';
import { plainText } from '../policy/words/plain-text.js';
import { addCompletionCommands } from './commands/completion.js';
import { addControlCommands } from './commands/control.js';
import { addMcpCommand } from './commands/mcp.js';
import { addStudyCommands } from './commands/study.js';
import { collect, type FileOptions, filesOf, withFile } from './options/file.js';
import { withGroupedHelp } from './options/help.js';
import { refuseMisplacedOption } from './options/misplaced.js';
import { optionsOf } from './options/of.js';
import { takenOnce } from './options/values.js';
import { type UpOptions, up } from './start/up.js';
import { withScreenOptions } from './tty/screen-options.js';

interface CheckOptions {
  readonly print?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

interface ExportOptions {
  readonly output?: string;
  readonly image?: string[];
  readonly json?: boolean;
}

const usageStatus = 64;

/**
 * Does what a command line says, and sets the exit status.
 * @param environment the environment as it was at the start of the program
 * @throws WatchdogError, and whatever a command throws
 */
export async function parseCommandLine(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const program = makeProgram(environment);
  try {
    refuseUnknownHelp(program, argv);
    refuseMisplacedOption(program, argv.slice(2));
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has printed its own message; help and version come this way too, with status 0.
    process.exitCode = error.exitCode === 0 ? 0 : usageStatus;
  }
}

/** Asked for the help of what is no command, commander shows that of the program and does not say why. */
function refuseUnknownHelp({ commands }: Command, [, , help, name]: readonly string[]): void {
  if (help !== 'help' || name === undefined || name.startsWith('-')) return;
  const known = commands.flatMap((command) => [command.name(), ...command.aliases()]);
  if (name === help || known.includes(name)) return;
  const close = nearest(name, known);
  const hint = close === undefined ? 'watchdog --help shows what there is' : `did you mean "${close}"?`;
  throw new WatchdogError('USAGE', `no command is called "${name}"; ${hint}`);
}

function makeProgram(environment: NodeJS.ProcessEnv): Command {
  const program = new Command('watchdog')
    .description('Supervises the processes of watchdog.yaml under a dashboard in the terminal.')
    .version(ownVersion())
    .showHelpAfterError('(watchdog --help shows what there is)')
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(plainText(text).replace(/^error: /, 'watchdog: ')) })
    .helpCommand(true)
    .exitOverride()
    .enablePositionalOptions();
  withUpOptions(
    program.argument('[names...]', 'processes to start, with what they depend on: names, "@group" or globs; default: all'),
  ).action((names: string[], options: UpOptions) =>
    up(
      names,
      options,
      program.commands.map((command) => command.name()),
      environment,
    ),
  );
  withUpOptions(program.command('up').argument('[names...]', 'processes to start: names, "@group" or globs; default: all'))
    .description('start the processes under the dashboard, or as prefixed lines without a terminal')
    .action((names: string[], _options: UpOptions, command: Command) =>
      up(names, optionsOf<UpOptions>(program, command), [], environment),
    );
  withFile(
    program
      .command('run')
      .argument('<name>')
      .argument('[command...]', 'a program and its arguments; default: the command of the process'),
  )
    .description('run one command in the folder and environment of a process, when what that depends on is ready')
    .passThroughOptions()
    .action(async (name: string, command: string[], options: FileOptions) => {
      const { runOnce } = await import('./run/once.js');
      // With options passed through, the mark that ends ours is among them.
      const own = command[0] === '--' ? command.slice(1) : command;
      process.exitCode = await runOnce({ name, command: own, files: filesOf(program, options), environment });
    });
  withFile(program.command('check'))
    .description('validate the configuration and report all that is wrong with it')
    .option('--print', 'show it resolved, secrets masked')
    .option('--strict', 'treat warnings as errors: settings without effect, waits for what cannot come, one port for two')
    .option('--json', 'one JSON document, with what is wrong')
    .action(async (options: FileOptions & CheckOptions) => {
      const { check } = await import('./commands/check.js');
      const { print = false, strict = false, json = false } = options;
      process.exitCode = await check({ files: filesOf(program, options), print, strict, json, environment });
    });
  withFile(program.command('init'), 'the file to write; default: watchdog.yaml in this folder')
    .description(
      'write a watchdog.yaml from package.json, a Procfile, a compose, process-compose, mprocs, pm2 or supervisord file; never overwrites',
    )
    .addOption(takenOnce(new Option('--from <file>', 'the file to read; default: those in this folder')))
    .option('--dry-run', 'print it instead of writing it')
    .action(async (options: FileOptions & { readonly from?: string; readonly dryRun?: boolean }) => {
      const { init } = await import('./commands/init.js');
      const { from, dryRun = false } = options;
      await init({ from, files: filesOf(program, options), folder: process.cwd(), isDryRun: dryRun, environment });
    });
  withFile(program.command('export'))
    .description('write the project as files for Compose, Kubernetes or systemd; lists what has no counterpart there')
    .addArgument(new Argument('<engine>', 'compose (for Docker Swarm too), kubernetes or systemd').choices(engines))
    .option('-o, --output <folder>', 'the folder to write to; default: deploy/ENGINE beside the configuration')
    .option('--image <name=image>', 'the image that a process runs in; repeatable', collect)
    .option('--json', 'print what was written, and what has no counterpart, as JSON')
    .action(async (engine: Engine, options: FileOptions & ExportOptions) => {
      const { exportProject } = await import('./commands/export.js');
      const { output, image = [], json = false } = options;
      await exportProject({ engine, files: filesOf(program, options), output, images: image, json, environment });
    });
  withFile(program.command('schema'))
    .description('print the JSON Schema of watchdog.yaml')
    .option(
      '--write',
      'put it into .watchdog/schema.json beside the configuration, and print the line by which an editor finds it',
    )
    .option('--json', 'with --write, print where it is and that line as one JSON document; the schema is JSON anyway')
    .action(async (options: FileOptions & { readonly write?: boolean; readonly json?: boolean }) => {
      const { schema } = await import('./commands/schema.js');
      const { write = false, json = false } = options;
      schema({ files: filesOf(program, options), folder: process.cwd(), writes: write, json });
    });
  withFile(program.command('keys'))
    .description('print the table of keys, with those that the configuration gives to commands')
    .option('--json', 'one JSON document')
    .action(async (options: FileOptions & { readonly json?: boolean }) => {
      const { printKeys } = await import('./commands/keys.js');
      await printKeys({ files: filesOf(program, options), json: options.json ?? false, environment });
    });
  addControlCommands(program, environment);
  addMcpCommand(program, ownVersion());
  addStudyCommands(program, environment);
  addCompletionCommands(program);
  program.hook('preAction', (_program, command) => refuseForeignOptions(program, command));
  return withNoColor(withGroupedHelp(program));
}

/** Lets a program and each of its commands take `--no-color`, which counts as NO_COLOR does, but for the children. */
function withNoColor(program: Command): Command {
  for (const command of [program, ...program.commands]) command.option('--no-color', 'print and draw without colours');
  return program.hook('preAction', (_program, command) => {
    if (command.opts<{ color?: boolean }>().color !== false && program.opts<{ color?: boolean }>().color !== false) return;
    process.env.NO_COLOR = '1';
    delete process.env.FORCE_COLOR;
  });
}

/** What is said before a command and means nothing to it would be lost without a word. */
function refuseForeignOptions(program: Command, command: Command): void {
  if (command === program) return;
  const own = command.options.map((option) => option.attributeName());
  const foreign = program.options.find((option) => {
    const name = option.attributeName();
    return program.getOptionValueSource(name) === 'cli' && name !== 'file' && !own.includes(name);
  });
  if (foreign === undefined) return;
  throw new WatchdogError('USAGE', `${foreign.long} is an option of "up" and means nothing to "${command.name()}"`);
}

function withUpOptions(command: Command): Command {
  return withScreenOptions(
    withFile(command)
      .option('--headless', 'print prefixed lines instead of the dashboard')
      // For the run that --detach starts, whose lines nobody reads.
      .addOption(new Option('--quiet').hideHelp())
      .option('-d, --detach', 'start in the background, and return when all are started')
      .option(
        '--profile <profile>',
        'start what belongs to this profile too; repeatable',
        (profile: string, all: string[] = []) => [...all, profile],
      )
      .addOption(
        takenOnce(
          new Option(
            '--until <name>',
            'when this process has ended, stop everything and end with its exit code; it is not restarted',
          ),
        ),
      )
      .option('--fail-fast', 'stop everything when the first process has failed for good, and end with 1')
      .option('--bundle-on-failure <file>', 'write a bundle there where the run ends with anything but 0')
      .option('--exit-when-done', 'without the dashboard, end when every process has ended: with 0 if all succeeded, else 1'),
  );
}
