import type { RawMap } from '../../schema/merge-defaults.js';
import { type Lookup, settle } from '../common/references.js';
import { scalarText } from '../common/values.js';

/** What an engine takes as the name of a container. */
const possibleName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
/** The longest line of a comment with names, in characters. */
const longestLine = 100;

/** The name of a compose project, from the environment, its file, or the name of its folder. */
export function composeProject({ name }: RawMap, folder: string, lookup: Lookup): string {
  const written = lookup('COMPOSE_PROJECT_NAME') || settle(scalarText(name) ?? '', lookup).text;
  // Compose leaves out what it does not allow.
  const fromFolder = (): string =>
    folder
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '');
  return written || fromFolder();
}

/** The name of the first container that docker compose makes of a service; undefined where only compose knows it. */
export function composeContainer(service: string, written: RawMap, project: string, lookup: Lookup): string | undefined {
  const named = scalarText(written.container_name);
  const { text, unset } = settle(named ?? `${project}-${service}-1`, lookup);
  return unset.length === 0 && possibleName.test(text) ? text : undefined;
}

/** How containers can be watched that are not made by watchdog, in lines of a comment. */
export function watchedInstead(containers: readonly string[]): readonly string[] {
  const [first] = containers;
  if (first === undefined) return [];
  const short = `  containers: { names: [${containers.join(', ')}] }`;
  return [
    'Services that you start with docker compose yourself can be supervised as containers instead; they keep running at the end:',
    ...(short.length <= longestLine ? [short] : ['  containers:', '    names:', ...inLines(containers)]),
    `A process can depend on one of them, which starts it: dependsOn: { "container:${first}": started }`,
  ];
}

/** Names as a list of YAML that is broken into lines. */
function inLines(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length + 2 > longestLine) lines.push(`        ${name},`);
    else lines[lines.length - 1] = `${last} ${name},`;
  }
  return ['      [', ...lines, '      ]'];
}
