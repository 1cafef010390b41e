import { Document, isMap, isScalar, visit, type YAMLMap } from 'yaml';
import { oneLine } from './exported.js';

/** The longest list, in characters, that is written on one line. */
const longestFlow = 80;

/** A map of YAML by the names of its entries. */
export type YamlMap = Readonly<Record<string, unknown>>;

/**
 * A document of YAML.
 * @param heading lines of a comment at the top
 * @param path where the maps are that have comments
 * @param comments lines of the comments at the top of these maps, by their keys
 */
export function yamlDocument(
  heading: readonly string[],
  value: object,
  path: readonly string[] = [],
  comments: ReadonlyMap<string, readonly string[]> = new Map(),
): string {
  // Engines read YAML as it was before 1.2, where `no` is false and 22:22 a number.
  const document = new Document(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  const map = path.length === 0 ? document.contents : document.getIn(path);
  for (const [name, lines] of comments) {
    const entry = isMap(map) ? (map as YAMLMap).get(name) : undefined;
    if (isMap(entry) && lines.length > 0) entry.commentBefore = lines.map((line) => ` ${oneLine(line)}`).join('\n');
  }
  visit(document, {
    Seq(_, sequence) {
      if (!sequence.items.every(isScalar)) return;
      const length = sequence.items.reduce((sum, item) => sum + JSON.stringify(isScalar(item) ? item.value : '').length + 2, 0);
      if (length <= longestFlow) sequence.flow = true;
    },
    Map(_, entry) {
      if (entry.items.length === 0) entry.flow = true;
    },
  });
  return `${heading.map((line) => `${line}\n`).join('')}\n${document.toString({ lineWidth: 0 })}`;
}
