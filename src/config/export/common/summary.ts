import { type NoCounterpart, oneLine } from './exported.js';

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
