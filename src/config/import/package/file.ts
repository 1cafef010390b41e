import { basename, dirname, join, normalize } from 'node:path';
import type { SourceText } from '../../read/source-files.js';
import { escapeReferences } from '../../resolve/interpolate.js';
import type { RawMap } from '../../schema/merge-defaults.js';
import { type Imported, type ImportedProcess, nothingImported } from '../common/imported.js';
import { choose, isChore, isLasting, lostByChoice } from './choice.js';
import { commandKeys } from './command-part.js';
import { freeName, unique } from './names.js';
import type { Part } from './part.js';
import type { Plan } from './plan.js';
import { hasPlugAndPlay, manifestIn, type Runner, runnerOf, runScript } from './runner.js';
import { type Member, membersOf, scriptsOf } from './workspace.js';

/** Scripts that package managers run by themselves. */
const lifecycle =
  /^(pre|post)?(install|prepare|publish|pack|version|prepublish|prepublishOnly|prepack|postpack|dependencies|uninstall)$/;
/** A script that runs the same one in all members of a workspace, in no order. */
const recursive =
  /^(?:pnpm\s+(?=.*(?:-r|--recursive)\b)(?!.*--filter)|npm\s+(?=.*(?:--workspaces|-ws)\b)|yarn\s+workspaces\s+(?:foreach\b.*\brun\b|run)|(?:npx\s+)?lerna\s+run\b(?!.*--scope)|bun\s+(?:run\s+)?--filter\s+['"]?\*['"]?).*?\s([\w:.-]+)(?:\s+--?[\w-]+(?:=\S+)?)*\s*$/;

/** Where the scripts of a package are. */
interface Package {
  /** The folder of package.json; absolute. */
  readonly folder: string;
  /** The same as it is reached from watchdog.yaml. */
  readonly way: string;
  readonly runner: Runner;
  /** Without those that are run by others. */
  readonly scripts: ReadonlyMap<string, string>;
  /** All of them. */
  readonly all: ReadonlyMap<string, string>;
  readonly members: readonly Member[];
}

/** The scripts of a package.json, and of the members of its workspace, run by its package manager. What starts comes first. */
export function importPackage(source: SourceText, manifest: RawMap, shown: string): Imported {
  const folder = dirname(source.file);
  const all = scriptsOf(manifest);
  const isOurs = ([name, text]: readonly [string, string]): boolean =>
    !isRunByOthers(name, all) && !/^(npx )?watchdog\b/.test(text);
  const scripts = new Map([...all].filter(isOurs));
  const own: Package = {
    folder,
    way: dirname(shown),
    runner: runnerOf(manifest, folder),
    scripts,
    all,
    members: membersOf(manifest, folder),
  };
  const rows = rowsOf(own);
  const leftOut = [...all.keys()].filter((name) => !rows.some((row) => row.script === name));
  return {
    ...nothingImported,
    source: shown,
    processes: unique(rows.map(({ script: _, ...row }) => row)),
    lost: [
      ...lostByChoice(scripts),
      ...(leftOut.length === 0 ? [] : [`scripts left out, as they are no processes of their own: ${leftOut.join(', ')}`]),
    ],
  };
}

/** A process, and the script of the package itself that it runs. */
type Row = ImportedProcess & { readonly script?: string };

function rowsOf(own: Package): readonly Row[] {
  const { scripts } = own;
  const { main, plan: chosen } = choose(scripts);
  const before = `pre${main}`;
  // Its package manager runs it before the whole, which is not started then.
  const plan = chosen !== undefined && own.all.has(before) ? [[{ script: before, args: '' }], ...chosen] : chosen;
  const everywhere = main === undefined ? undefined : recursive.exec(scripts.get(main)!.trim())?.[1];
  const spread = everywhere === undefined ? [] : own.members.filter((member) => member.scripts.has(everywhere));
  if (spread.length > 0) {
    const started = spread.map((member) =>
      memberRow(own, member, everywhere!, [`Part of ${main}, which runs it in every package.`]),
    );
    return [...started, ...others(own, new Set([main!]), main), ...memberRows(own, new Set(spread), false)];
  }
  const parts = plan === undefined ? undefined : partRows(own, plan, main);
  if (parts !== undefined) {
    const used = new Set([
      ...plan!
        .flat()
        .filter(isHere)
        .map(({ script }) => script),
      ...(main === undefined ? [] : [main]),
    ]);
    const usedMembers = new Set(plan!.flat().flatMap((part) => memberOf(own, part) ?? []));
    return [...parts, ...others(own, used, main), ...memberRows(own, usedMembers, false)];
  }
  if (main === undefined) return [...memberRows(own, new Set(), true), ...others(own, new Set(), undefined)];
  const whole = scriptRow(own, main, [], {});
  return [whole, ...others(own, new Set([main]), undefined), ...memberRows(own, new Set(), false)];
}

/** The parts of a plan as processes; undefined where one of them is not there, so that only the whole is sure. */
function partRows(own: Package, plan: Plan, main: string | undefined): readonly Row[] | undefined {
  const rows: Row[] = [];
  let before: readonly string[] = [];
  for (const [step, group] of plan.entries()) {
    const isLast = step === plan.length - 1;
    const names: string[] = [];
    for (const part of group) {
      const text = part.command ?? textOf(own, part);
      // Plug'n'Play has no folder of programs: only its package manager finds them.
      if (text === undefined || (part.command !== undefined && hasPlugAndPlay(own.folder))) return undefined;
      const remarks = main === undefined ? [] : [`Part of ${main}, which is: ${own.scripts.get(main)}`];
      const ends =
        !isLast ||
        (!isLasting(part.script, text) && /(^|[:.-])(build|generate|codegen|compile|migrate|seed|clean|copy)/.test(part.script));
      const keys = {
        ...(ends ? { autoRestart: false as const } : {}),
        ...(before.length === 0 ? {} : { dependsOn: Object.fromEntries(before.map((name) => [name, 'completed' as const])) }),
        ...(part.env === undefined ? {} : { env: part.env }),
      };
      const row = partRow(own, part, text, remarks, keys);
      const name = freeName(row.name, new Set(rows.map((each) => each.name)));
      names.push(name);
      rows.push({ ...row, name });
    }
    before = names;
  }
  return rows;
}

function partRow(own: Package, part: Part, text: string, remarks: readonly string[], keys: object): Row {
  if (part.command !== undefined) return commandRow(own, part, part.command, remarks, keys);
  if (isHere(part)) return scriptRow(own, part.script, remarks, keys, part.args);
  return elsewhereRow(own, part, text, remarks, keys);
}

function isHere(part: Part): boolean {
  return part.folder === undefined && part.member === undefined && part.command === undefined;
}

function commandRow(own: Package, part: Part, command: string, remarks: readonly string[], keys: object): Row {
  return { name: part.script, remarks, keys: { command, ...keys, ...commandKeys(part, own.way) }, lost: [], runs: command };
}

function textOf(own: Package, part: Part): string | undefined {
  if (isHere(part)) return own.all.get(part.script);
  const member = memberOf(own, part);
  if (member !== undefined) return member.scripts.get(part.script);
  const manifest = part.folder === undefined ? undefined : manifestIn(join(own.folder, part.folder));
  return manifest === undefined ? undefined : scriptsOf(manifest).get(part.script);
}

function memberOf(own: Package, part: Part): Member | undefined {
  const way = normalize((part.folder ?? part.member ?? '').replace(/^\.\//, '')).replace(/\/+$/, '');
  return own.members.find(
    ({ packageName, folder, name }) =>
      folder === way || (part.member !== undefined && (packageName === part.member || name === part.member)),
  );
}

function elsewhereRow(own: Package, part: Part, text: string, remarks: readonly string[], keys: object): ImportedProcess {
  const member = memberOf(own, part);
  if (member !== undefined) return memberRow(own, member, part.script, remarks, keys, part.args);
  const folder = part.folder!;
  const command = runScript(
    runnerOf(manifestIn(join(own.folder, folder)) ?? {}, join(own.folder, folder)),
    part.script,
    part.args,
  );
  return {
    name: basename(folder) || part.script,
    remarks: [...remarks, `${command} in ${folder} is: ${text}`],
    keys: { command, cwd: escapeReferences(join(own.way, folder)), ...keys },
    lost: [],
    runs: text,
  };
}

function scriptRow({ runner, way, all }: Package, name: string, remarks: readonly string[], keys: object, args = ''): Row {
  const command = runScript(runner, name, args);
  const text = all.get(name)!;
  return {
    name,
    remarks: [`${command} is: ${text}`, ...remarks],
    keys: { command, ...(way === '.' ? {} : { cwd: escapeReferences(way) }), ...keys },
    lost: [],
    runs: text,
    script: name,
  };
}

function memberRow(
  own: Package,
  member: Member,
  script: string,
  remarks: readonly string[],
  keys: object = {},
  args = '',
): ImportedProcess {
  const command = runScript(own.runner, script, args);
  const text = member.scripts.get(script)!;
  return {
    name: member.name,
    remarks: [`${command} of ${member.packageName} is: ${text}`, ...remarks],
    keys: { command, cwd: escapeReferences(join(own.way, member.folder)), group: escapeReferences(groupOf(member)), ...keys },
    lost: [],
    runs: text,
  };
}

/** The members that can be developed or started, each a row. */
function memberRows(own: Package, without: ReadonlySet<Member>, areStarted: boolean): readonly ImportedProcess[] {
  return own.members.flatMap((member) => {
    const script = ['dev', 'develop', 'start:dev', 'start'].find((name) => member.scripts.has(name));
    if (without.has(member) || script === undefined) return [];
    if (areStarted) return [memberRow(own, member, script, [])];
    const why = 'Not started by default: a script of the whole workspace is.';
    return [memberRow(own, member, script, [why], { autoStart: false })];
  });
}

function groupOf({ folder }: Member): string {
  const [first, second] = folder.split('/');
  return second === undefined ? 'packages' : first!;
}

/** The scripts that are there and do not start. */
function others(own: Package, used: ReadonlySet<string>, split: string | undefined): readonly Row[] {
  const rows = [...own.scripts].flatMap(([name, text]) => {
    if (used.has(name) || isChore(name)) return [];
    if (!isLasting(name, text)) {
      return [
        scriptRow(own, name, ['Looks like one-shot work; start it by hand.'], {
          autoStart: false,
          autoRestart: false,
        }),
      ];
    }
    return [
      scriptRow(own, name, ['Not started by default: another script is the one for development.'], {
        autoStart: false,
      }),
    ];
  });
  if (split === undefined) return rows;
  const why = 'Starts several at once, as watchdog does itself; start it by hand.';
  return [scriptRow(own, split, [why], { autoStart: false }), ...rows];
}

function isRunByOthers(name: string, names: ReadonlyMap<string, string>): boolean {
  if (lifecycle.test(name)) return true;
  const [, main] = /^(?:pre|post)(.+)$/.exec(name) ?? [];
  return main !== undefined && names.has(main);
}
