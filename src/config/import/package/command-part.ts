import { basename, join, relative } from 'node:path';
import { escapeReferences } from '../../resolve/interpolate.js';
import { asShell, commandWords, splitAt } from '../common/command-words.js';
import type { Part } from './part.js';

/** Changes the shell for what follows, so that it cannot run apart from that; or is of the package manager that runs the script. */
const bound = /^(?:cd|export|set|unset|source|\.|alias|eval|exit|ulimit|umask|trap|pushd|popd|function)(?:\s|$)/;
const needsManager = /npm_|INIT_CWD|\{[@*\d]/;
/** What a package's script may be run by. */
const runners = /^(?:npm|pnpm|yarn|bun)$/;
/** What is before the program that matters. */
const prefixes = /^(?:npx|bunx|pnpx|exec|time|nice|nohup|cross-env|cross-env-shell|env)$/;

/**
 * A command as a part of its own; undefined where it is not known to mean the same there.
 * @param called the name that it was given
 */
export function commandPart(command: string, called: string | undefined): Part | undefined {
  const [, folder, rest] = /^cd\s+([\w./@-]+)\s*&&\s*(.+)$/.exec(command.trim()) ?? [];
  if (folder !== undefined) {
    const part = folder.startsWith('/') ? undefined : commandPart(rest!, called ?? basename(folder));
    return part === undefined || part.folder !== undefined ? undefined : { ...part, folder };
  }
  const steps = splitAt(command.trim(), '&&');
  if (steps.some((step) => step === '' || bound.test(step.replace(/^[({\s]+/, ''))) || needsManager.test(command))
    return undefined;
  const name = clean(called ?? '') || clean(nameOf(steps.at(-1)!));
  return name === '' ? undefined : { script: name, args: '', command: command.trim() };
}

/** What a command is called by: the script that it runs, else its program. */
function nameOf(command: string): string {
  const words = (commandWords(command, asShell) ?? command.split(/\s+/)).filter((word) => !/^[A-Za-z_]\w*=/.test(word));
  const at = words.findIndex((word) => !prefixes.test(word) && !word.startsWith('-'));
  const [program = '', ...rest] = at === -1 ? [] : words.slice(at);
  if (!runners.test(program)) return basename(program);
  return rest.find((word) => !word.startsWith('-') && !/^(?:run|run-script|exec|x|dlx)$/.test(word)) ?? program;
}

function clean(name: string): string {
  return name
    .replace(/[^\w:@.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 60);
}

/**
 * Where a command runs, and its variables: a package manager puts the programs of packages before all others.
 * @param way from watchdog.yaml to the folder of package.json
 */
export function commandKeys({ env, folder = '.' }: Part, way: string): object {
  const cwd = join(way, folder);
  const programs = join(relative(folder, '.'), 'node_modules/.bin');
  return {
    ...(cwd === '.' ? {} : { cwd: escapeReferences(cwd) }),
    env: { ...env, PATH: `${escapeReferences(programs)}:\${PATH}` },
  };
}
