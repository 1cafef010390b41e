import { type Command, Option } from 'commander';
import { projectFolder } from '../../client/project-folder.js';
import { collect, type FileOptions, filesOf, withFile } from '../options/file.js';
import { optionsOf } from '../options/of.js';
import { durationOption, takenOnce } from '../options/values.js';
import { type ScreenOptions, withScreenOptions } from '../tty/screen-options.js';

interface SimulateOptions extends FileOptions {
  readonly scenario?: string;
  readonly crash?: string;
  readonly for: string;
  readonly json?: boolean;
  readonly profile?: string[];
}

interface BundleOptions extends FileOptions {
  readonly output?: string;
  readonly since: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

const theirKeys = 'the configuration whose keys and theme are used; default: the usual ones';

/** Adds the commands by which what happened, or what would happen, is studied. */
export function addStudyCommands(program: Command, environment: NodeJS.ProcessEnv): void {
  withFile(program.command('simulate'))
    .description('run the configuration on a virtual clock with scripted processes, and print what changes; nothing is started')
    .addOption(
      takenOnce(new Option('--scenario <file>', 'what the processes do, and what is expected; without it all run for ever')),
    )
    .addOption(takenOnce(new Option('--crash <name>', 'a process that exits with 1 a second after each start')))
    .option('--for <duration>', 'how long, in the time of the simulation', '10m')
    .option('--profile <profile>', 'a profile that is active; repeatable', collect)
    .option('--json', 'one JSON document')
    .action(async (options: SimulateOptions) => {
      const forMs = durationOption('--for', options.for);
      const { runSimulation } = await import('./simulate.js');
      process.exitCode = await runSimulation({
        files: filesOf(program, options),
        scenario: options.scenario,
        crash: options.crash,
        forMs,
        json: options.json ?? false,
        profiles: options.profile ?? [],
        environment,
      });
    });
  withFile(program.command('bundle'))
    .description('write all that is needed to understand what happened, secrets masked, into one file')
    .option('-o, --output <file>', 'the file; default: one in this folder, named after the project and the time')
    .option('--since <duration>', 'how far back logs and states go', '30m')
    .option('--list', 'only list what would go in')
    .option('--json', 'one JSON document')
    .action(async (options: BundleOptions) => {
      const sinceMs = durationOption('--since', options.since);
      const folder = projectFolder(filesOf(program, options), process.cwd());
      const [{ writeBundle }, { ControlClient }] = await Promise.all([import('./bundle.js'), import('../../client/client.js')]);
      const { output, list = false, json = false } = options;
      await writeBundle(new ControlClient(folder), { output, sinceMs, list, json });
    });
  withScreenOptions(withFile(program.command('replay').argument('<bundle>', 'what watchdog bundle wrote'), theirKeys))
    .description('open the dashboard on a bundle, at any instant of it; nothing is changed')
    .action(async (file: string, _options: ScreenOptions & FileOptions, command: Command) => {
      const { replay } = await import('./replay.js');
      const options = optionsOf<ScreenOptions & FileOptions>(program, command);
      await replay({ ...options, file, files: filesOf(program, options), environment });
      process.exit();
    });
}
