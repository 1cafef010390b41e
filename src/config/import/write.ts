import { Document, isCollection, isMap, isScalar, type Pair, visit, type YAMLMap } from 'yaml';
import { plainLine } from '../../policy/words/plain-text.js';
import type { Imported } from './common/imported.js';

/** What is at the top of a written configuration. */
export interface ConfigurationHeading {
  /** The JSON Schema for editors, as it is reached from the file; undefined where there is none at hand. */
  readonly schema: string | undefined;
  /** The files from which it was made, as the user would name them; none where there was none. */
  readonly sources: readonly string[];
  /** What else the reader should know of the folder, a line each. */
  readonly notes?: readonly string[];
}

/** The longest list or map, in characters, that is written on one line. */
const longestFlow = 80;

const example = `processes: {} # replace {} with processes such as these
  # web:
  #   command: npm run dev
  #   healthCheck: { http: "http://localhost:3000/" }
  # api:
  #   command: node server.js
  #   env: { PORT: "4000" }
  #   dependsOn: { web: healthy }
`;

/** Writes a watchdog.yaml: what was imported, with comments that say what each process is and what has no counterpart. */
export function writeConfiguration(
  imported: Omit<Imported, 'source'>,
  { schema, sources, notes = [] }: ConfigurationHeading,
): string {
  const made = `Made by "watchdog init"${sources.length === 0 ? '' : ` from ${sources.join(', ')}`}.`;
  const heading = [
    ...(schema === undefined ? [] : [`yaml-language-server: $schema=${schema}`]),
    made,
    '"watchdog check" validates it, "watchdog" runs it, "watchdog schema" prints all settings.',
    ...notes,
    ...imported.lost.map(sayLost),
    ...imported.remarks,
  ];
  const body = imported.processes.length === 0 ? example : bodyOf(imported);
  return `${heading.map((line) => `#${commentLine(line)}\n`).join('')}\n${body}`;
}

/** What has no counterpart, as a line. */
function sayLost(text: string): string {
  return `No counterpart: ${text}`;
}

function bodyOf({ env, envFile, processes }: Omit<Imported, 'source'>): string {
  const document = new Document(
    {
      ...(envFile.length === 0 ? {} : { envFile }),
      ...(Object.keys(env).length === 0 ? {} : { env }),
      // A map, since an object would put names that are numbers first.
      processes: new Map(processes.map(({ name, keys }) => [name, keys])),
    },
    { aliasDuplicateObjects: false },
  );
  const pairs = (document.get('processes') as YAMLMap).items as Pair[];
  for (const [index, { key, value }] of pairs.entries()) {
    const { remarks, lost } = processes[index]!;
    const lines = [...remarks, ...lost.map(sayLost)].map(commentLine);
    if (isScalar(key)) {
      key.spaceBefore = index > 0;
      if (lines.length > 0) key.commentBefore = lines.join('\n');
    }
    if (isMap(value)) for (const pair of value.items) flowIfShort(pair.value);
  }
  flowIfShort(document.get('envFile', true));
  visit(document, {
    Pair: (_index, { key }) => {
      // Without quotes it would merge maps.
      if (isScalar(key) && key.value === '<<') key.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

function flowIfShort(node: unknown): void {
  if (!isCollection(node) || JSON.stringify(node.toJSON()).length > longestFlow) return;
  visit(node, {
    Collection: (_key, collection) => {
      collection.flow = true;
    },
  });
}

/** A line of a comment, in which nothing ends the line. */
function commentLine(text: string): string {
  return ` ${plainLine(text).replaceAll('\ufeff', '')}`;
}
