/** A file that an export writes. */
interface ExportedFile {
  /** Its name in the folder of the export. */
  readonly name: string;
  readonly text: string;
}

/** What the configuration says and the engine has no counterpart for. */
export interface NoCounterpart {
  /** The process that says it; null for the whole project. */
  readonly process: string | null;
  /** Where it has none, for people: "compose", "Docker Swarm". */
  readonly where: string;
  /** The key of watchdog.yaml, such as `stop.keys`. */
  readonly key: string;
  /** What is so instead, a phrase. */
  readonly instead: string;
}

/** What an export has made. */
export interface Exported {
  readonly files: readonly ExportedFile[];
  readonly missing: readonly NoCounterpart[];
  /** The processes that could not be exported since nothing says which image they run in. */
  readonly withoutImage: readonly string[];
}

/** The engines that a project can be exported for. */
export const engines = ['compose', 'kubernetes', 'systemd'] as const;

/** An engine that a project can be exported for. */
export type Engine = (typeof engines)[number];

/** The beginning of the first line of every exported file, by which another export knows what it may overwrite. */
export const writtenBy = '# Written by `watchdog export';

/** The first line of an exported file. */
export function headline(engine: Engine): string {
  return `${writtenBy} ${engine}\`, which overwrites it.`;
}

/** What has no counterpart as lines of a comment, without the sign that begins it. */
export function commentsOn(missing: readonly NoCounterpart[]): readonly string[] {
  return missing.map(({ key, instead }) => oneLine(`${key} has no counterpart: ${instead}`));
}

/** A text that a comment can hold. */
export function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ');
}

/** What has no counterpart, each once with the processes that it is about and where it has none, a line each. */
export function missingInWords(missing: readonly NoCounterpart[]): readonly string[] {
  const lines = new Map<
    string,
    { readonly first: NoCounterpart; readonly processes: Set<string>; readonly places: Set<string> }
  >();
  for (const each of missing) {
    const same = JSON.stringify([each.key, each.instead]);
    const line = lines.get(same) ?? { first: each, processes: new Set(), places: new Set() };
    if (each.process !== null) line.processes.add(each.process);
    line.places.add(each.where);
    lines.set(same, line);
  }
  return [...lines.values()].map(({ first: { key, instead }, processes, places }) => {
    const subject = processes.size === 0 ? '' : `${[...processes].join(', ')}: `;
    return oneLine(`${subject}${key} has no counterpart in ${[...places].join(' and ')}: ${instead}`);
  });
}
