import { type FactSource, factAround, factsOf } from './facts.js';
import type { OutputLine } from './line.js';
import type { Message } from './messages.js';
import { relativePath } from './place.js';
import type { Report } from './report.js';
import { codeRules } from './rules/code.js';
import { generalRules } from './rules/general.js';
import { missingRules } from './rules/missing.js';
import { networkRules } from './rules/network.js';
import { type DiagnosisKind, type Facts, fill, type Rule } from './rules/rule.js';
import { runtimeRules } from './rules/runtime.js';
import { serverRules } from './rules/servers.js';
import { systemRules } from './rules/system.js';
import { toolRules } from './rules/tools.js';

/** All that is recognised. In one line the first that fits counts: the more exact comes first. */
export const diagnosisRules: readonly Rule[] = [
  ...serverRules,
  ...toolRules,
  ...runtimeRules,
  ...networkRules,
  ...missingRules,
  ...systemRules,
  ...codeRules,
  ...generalRules,
];

/** What a rule has recognised. */
export interface Recognised {
  readonly kind: DiagnosisKind;
  readonly what: string;
  readonly advice: string;
  readonly facts: Facts;
  /** The line that showed it. */
  readonly line: string;
}

/** Where a report is: what led to it, and the folder in which the program ran. */
export interface ReportContext {
  /** Lines before and of the report that belong to the same failure. */
  readonly context: readonly string[];
  readonly cwd: string | undefined;
  /** Ports that it was to listen on. */
  readonly ports: readonly number[];
  /** Lines that were read already, by the words that they differ in from others: a line that no rule knows is not tried again. */
  readonly tried: Set<string>;
}

/** What the first rule that fits says of a report; undefined where none fits. Its messages come first, then its details. */
export function recognise(report: Report, around: ReportContext): Recognised | undefined {
  const { messages, lines } = report;
  for (const message of messages) {
    const found = unlessTried(lines[message.at]!, message, report, around);
    if (found !== undefined) return found;
  }
  for (const line of lines) {
    const found = mayTell(line) ? unlessTried(line, messages[0]!, report, around) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All rules for all lines of a flood would take long: so many different ones say what there is to say. */
const mostTried = 150;

function unlessTried(line: OutputLine, message: Message, report: Report, around: ReportContext): Recognised | undefined {
  const { tried } = around;
  const key = line.text.replace(/\d+/g, '#');
  if (tried.has(key) || tried.size >= mostTried) return undefined;
  const found = byLine(line, message, report, around);
  // What was known can be asked for again.
  if (found === undefined) tried.add(key);
  return found;
}

/** Excerpts of source code and stack frames show the program, not what happened. */
function mayTell({ role, text }: OutputLine): boolean {
  return role !== 'frame' && text.trim() !== '' && !/^\s*(?:>? *\d+ ?[|│]|[\^~|])/.test(text);
}

function byLine(line: OutputLine, message: Message, report: Report, around: ReportContext): Recognised | undefined {
  const text = line.text.trim();
  // In JSON, and behind a logger's prefix, the message alone counts as well.
  const texts = line.message === text ? [text] : [line.message, text];
  for (const rule of diagnosisRules) {
    for (const each of texts) {
      const match = rule.sees.exec(each);
      if (match === null || !holds(rule, each, report)) continue;
      return explain(
        rule,
        match,
        {
          report,
          message,
          line: each,
          context: around.context,
          cwd: around.cwd,
          isOfFile: rule.kind === 'config_invalid',
        },
        around.ports,
      );
    }
  }
  return undefined;
}

function holds({ unless, needs, never }: Rule, text: string, { lines }: Report): boolean {
  if (unless?.test(text)) return false;
  if (needs !== undefined && !lines.some((line) => needs.test(line.text))) return false;
  return never === undefined || !lines.some((line) => never.test(line.text));
}

function explain(rule: Rule, match: RegExpExecArray, source: FactSource, ports: readonly number[]): Recognised {
  const facts: Record<string, string | number> = { ...factsOf(match.groups) } as Record<string, string | number>;
  if (rule.below !== undefined) {
    const { lines } = source.report;
    const texts = [lines.map(({ text }) => text), source.context].flatMap((each) =>
      each.slice(
        Math.max(
          0,
          each.findIndex((text) => text.includes(match[0])),
        ),
      ),
    );
    const found = texts.map((text) => rule.below!.exec(text)).find((each) => each !== null);
    if (found !== undefined) Object.assign(facts, { ...factsOf(found!.groups), ...facts });
  }
  for (const fact of rule.around ?? []) {
    const found = facts[fact] ?? factAround(fact, source);
    if (found !== undefined) facts[fact] = found;
  }
  const [own] = ports;
  if (rule.kind === 'port_in_use' && facts.port === undefined && ports.length === 1 && own !== undefined) facts.port = own;
  const known = facts as Facts;
  const shown = known.path?.startsWith('/') !== true ? known : { ...known, path: relativePath(known.path, source.cwd) };
  return { kind: rule.kind, what: fill(rule.says, shown), advice: fill(rule.advice, shown), facts: known, line: source.line };
}
