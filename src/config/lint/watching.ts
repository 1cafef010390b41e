import { resolve } from 'node:path';
import type { ProcessConfig } from '../schema/process-config.js';
import type { Finding, LintedProcess } from './finding.js';

/** What a process watches, compared with the disk. */
interface WatchPreview {
  /** Whether there is anything that the path at this place of `watch.paths` finds. */
  finds(index: number): Promise<boolean>;
  /** The place in `watch.paths` of the path that a change of the file at this absolute path counts for; -1 where it does not count. */
  watching(path: string): number;
}

/** Reports what a request for watching finds; `paths` and `ignore` are relative to the folder. */
export type PreviewWatch = (request: {
  readonly directory: string;
  readonly paths: readonly string[];
  readonly ignore: readonly string[];
}) => WatchPreview;

/** Options by which programs are reported where to write. */
const outputOptions =
  /^--?(?:o|out|outdir|outfile|out-?dir|out-?file|output|output-(?:dir|file|path)|dist|dist-dir|log|log-?file|log-path|pid-?file|pid|report|coverage-directory)$/i;

/** Paths that are watched for nothing, and those that the process changes itself, so that it would restart for ever. */
export async function watchFindings(
  process: LintedProcess,
  others: ReadonlyMap<string, ProcessConfig>,
  previewWatch: PreviewWatch,
): Promise<readonly Finding[]> {
  const { watch, cwd } = process.config;
  if (watch === null) return [];
  const preview = previewWatch({ directory: cwd, paths: watch.paths, ignore: watch.ignore });
  const findings = watch.paths.flatMap((path, index): Finding[] => {
    if (path !== '') return [];
    const message = 'watch.paths: an empty path means all of cwd';
    return [{ key: ['watch', 'paths', index], message, hint: 'write ".", or leave it out' }];
  });
  for (const [index, path] of watch.paths.entries()) {
    if ((await preview.finds(index)) || mayBeMade(resolve(cwd, path), process.config, others)) continue;
    const message = `watch.paths: ${path} finds nothing in ${cwd}`;
    findings.push({ key: ['watch', 'paths', index], message, hint: 'paths are relative to cwd; fix it, or leave it out' });
  }
  const reported = new Set<number>();
  for (const written of writtenPaths(process)) {
    const path = resolve(cwd, written);
    // What it writes may be a folder, so a file in it is asked about too.
    const index = Math.max(preview.watching(path), preview.watching(resolve(path, 'file')));
    if (index === -1 || reported.has(index)) continue;
    reported.add(index);
    const message = `watch.paths: ${watch.paths[index]} holds ${written}, which the command writes, so that each start leads to the next`;
    findings.push({ key: ['watch', 'paths', index], message, hint: `add ${written} to watch.ignore` });
  }
  return findings;
}

/** Whether something that a process depends on may make this path: what comes to its end before, or works in a folder of its own. */
export function mayBeMade(path: string, { cwd, dependsOn }: ProcessConfig, others: ReadonlyMap<string, ProcessConfig>): boolean {
  return dependsOn.some(({ name, condition }) => {
    const other = others.get(name);
    if (other === undefined || !path.startsWith(`${other.cwd}/`)) return false;
    return condition === 'completed' || condition === 'ended' || other.cwd !== cwd;
  });
}

/** The paths that a command says it writes: behind a redirection, `tee`, or an option for output. */
function writtenPaths({ config }: LintedProcess): readonly string[] {
  const words =
    config.shell === false ? [config.command, ...config.args] : shellWords([config.command, ...config.args].join(' '));
  return words.flatMap((word, index): string[] => {
    const previous = words[index - 1] ?? '';
    const [option = '', value] = word.startsWith('--') ? word.split(/=(.*)/s) : [];
    if (value !== undefined && outputOptions.test(option)) return usable(value);
    if (word.startsWith('-')) return [];
    const isWritten =
      outputOptions.test(previous) || /^[12&]?>>?$/.test(previous) || words[index - (previous === '-a' ? 2 : 1)] === 'tee';
    return isWritten ? usable(word) : [];
  });
}

/** What only the shell or the system knows is left alone. */
function usable(path: string): string[] {
  return path === '' || /[$`*?&]/.test(path) || path.startsWith('/dev/') || path.startsWith('~') ? [] : [path];
}

/** The words of a shell command, redirections as words of their own. Quotes are taken off; what they hold is left as it is. */
function shellWords(command: string): readonly string[] {
  const found = command.matchAll(/[12&]?>>?|[;|()]+|(?:"[^"]*"|'[^']*'|[^\s;|()>"'])+/g);
  return [...found].map(([word]) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
