import { nearest } from '../../policy/words/nearest.js';

/** What other tools call the keys, where no slip leads from one to the other. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['restart', 'autoRestart'],
  ['environment', 'env'],
  ['cmd', 'command'],
  ['healthcheck', 'healthCheck'],
  ['depends_on', 'dependsOn'],
  ['working_dir', 'cwd'],
  ['workingDir', 'cwd'],
]);

/** The key that an unknown one was most likely meant to be, or undefined where none is close. */
export function guessKey(key: string, known: readonly string[]): string | undefined {
  const synonym = synonyms.get(key);
  return synonym !== undefined && known.includes(synonym) ? synonym : nearest(key, known);
}
