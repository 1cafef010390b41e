import { endsTogether, type Plan, planOf } from './plan.js';

/** What of a package is started. */
export interface Choice {
  /** The script that starts everything, where there is one. */
  readonly main: string | undefined;
  /** Its parts, which are started in its place. */
  readonly plan: Plan | undefined;
}

/** Names of scripts that start everything for developing, the most telling first. */
const developing = ['dev', 'develop', 'development', 'start:dev', 'dev:start', 'dev:all', 'start-dev', 'serve:dev'];
/** Last parts of names that say in which way something is started, not what. */
const variants =
  /^(debug|inspect|brk|https?|ssl|tls|secure|prod|production|stag(e|ing)|local|remote|docker|compose|turbo|turbopack|webpack|mock(s|ed)?|test|e2e|ci|fast|clean|fresh|verbose|host|network|expose|open|force|all|profile|analyze|preview|win|windows|mac|linux|alt|legacy|offline|demo|once|only|no-?.*|with-?.*)$/;

/** Scripts that run until they are stopped, by their names. */
const lasting =
  /(^|[:.-])(dev|develop|start|serve|server|watch|watcher|preview|storybook|worker|web|api|client|frontend|backend|proxy|tunnel|studio)($|[:.-])/;
/** Scripts whose work comes to an end, by their names; a name with `watch` in it is none. */
const ending =
  /(^|[:.-])(build|generate|gen|codegen|compile|migrate|migration|seed|clean|copy|install|setup|bootstrap|test|e2e|export|import|bundle|db|reset|push|pull|sync|types?|init)($|[:.-])/;

/** Scripts that get no row: what checks the code, publishes it, or is run by package managers and hooks. */
const chores =
  /(^|[:.-])(lint|lint-staged|eslint|stylelint|prettier|biome|format|fmt|fix|type-?check|tsc|check|release|publish|version|changeset|changelog|commit|commitlint|husky|prepare|precommit|pre-commit|prepush|pre-push|deploy|eject|coverage|audit|outdated|update|upgrade|ci|size|knip|semantic-release|postversion|preversion|ncu|lingui|i18n)($|[:.-])/;

/** Whether a script is none that anybody starts by hand or otherwise. */
export function isChore(name: string): boolean {
  return chores.test(name) && !/watch/.test(name);
}

/** Whether a script runs until it is stopped. */
export function isLasting(name: string, text: string): boolean {
  if (/watch/.test(name) || /(^|\s)--watch(\s|$|=)|\bnodemon\b|\btsx watch\b/.test(text)) return true;
  return lasting.test(name) && !ending.test(name);
}

/** What starts: a script for developing or its parts, else what stands for one; never one of its variants. */
export function choose(scripts: ReadonlyMap<string, string>): Choice {
  const names = [...scripts.keys()];
  const rows = names.filter((name) => !isChore(name));
  const planned = (main: string): Choice => ({ main, plan: planOf(scripts.get(main)!, names) });
  const family = (found: readonly string[]): Choice | undefined => {
    const parts = found.filter((name) => !isVariant(name) && isLasting(name, scripts.get(name)!));
    const started = parts.length > 0 ? parts : found.slice(0, 1);
    return started.length === 0 ? undefined : { main: undefined, plan: [started.map((script) => ({ script, args: '' }))] };
  };
  const whole = developing.find((name) => scripts.has(name));
  if (whole !== undefined) return planned(whole);
  const start = scripts.has('start') ? planned('start') : undefined;
  const startsOthers = start?.plan?.flat().some(({ script }) => /(^|[:.-])dev/.test(script)) === true;
  if (startsOthers) return start!;
  const found =
    family(rows.filter((name) => /^dev(elop)?[:.-]/.test(name))) ??
    family(rows.filter((name) => /[:.-]dev(elop)?$/.test(name))) ??
    start ??
    family(rows.filter((name) => /^start[:.-]/.test(name))) ??
    family(rows.filter((name) => /[:.-]start$/.test(name)));
  if (found !== undefined) return found;
  const single = ['serve', 'server', 'watch', 'preview'].find((name) => scripts.has(name));
  if (single !== undefined) return planned(single);
  return (
    family(rows.filter((name) => isLasting(name, scripts.get(name)!) && !/watch|preview|storybook/.test(name))) ?? {
      main: undefined,
      plan: undefined,
    }
  );
}

/** What has no counterpart where the parts of a script start in its place. */
export function lostByChoice(scripts: ReadonlyMap<string, string>): readonly string[] {
  const { main, plan } = choose(scripts);
  if (main === undefined || plan === undefined || !endsTogether(scripts.get(main)!)) return [];
  return [`${main} stops all when one of them ends; see: watchdog up --until NAME, --fail-fast`];
}

function isVariant(name: string): boolean {
  return name
    .split(/[:.-]/)
    .slice(1)
    .some((part) => variants.test(part));
}
