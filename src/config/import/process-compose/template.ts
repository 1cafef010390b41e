import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { scalarText } from '../common/values.js';

const action = /\{\{(-?)([\s\S]*?)(-?)\}\}/g;

/**
 * Puts `vars` into a text with Go templates. Of those only what occurs is known: `{{.NAME}}`, `{{.NAME.PART}}`, a text in quotes,
 * a comment, `or` and `default`, and the signs that cut blanks.
 * @returns undefined where there is more in it
 */
export function renderTemplate(text: string, vars: RawMap): string | undefined {
  let isKnown = true;
  const rendered = text.replace(action, (_whole, cutsBefore: string, body: string, cutsAfter: string) => {
    const value = actionValue(body.trim(), vars);
    if (value === undefined) isKnown = false;
    return `${cutsBefore === '' ? '' : '\0<'}${value ?? ''}${cutsAfter === '' ? '' : '\0>'}`;
  });
  return isKnown ? rendered.replace(/\s*\0</g, '').replace(/\0>\s*/g, '') : undefined;
}

function actionValue(body: string, vars: RawMap): string | undefined {
  if (/^\/\*[\s\S]*\*\/$/.test(body)) return '';
  const [, quoted] = /^(?:"((?:[^"\\]|\\.)*)"|`[^`]*`)$/.exec(body) ?? [];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
  const [, path] = /^\.(\w+(?:\.\w+)*)$/.exec(body) ?? [];
  if (path !== undefined) return lookUp(path, vars);
  const [, first, usual] = /^or\s+(\.[\w.]+)\s+(\S+|"[^"]*")$/.exec(body) ?? [];
  if (first !== undefined) return filled(lookUp(first.slice(1), vars)) ?? actionValue(usual!, vars);
  const [, piped, fallback] = /^(\.[\w.]+)\s*\|\s*default\s+("[^"]*"|\.[\w.]+)$/.exec(body) ?? [];
  if (piped !== undefined) return filled(lookUp(piped.slice(1), vars)) ?? actionValue(fallback!, vars);
  return /^\d+$/.test(body) ? body : undefined;
}

function lookUp(path: string, vars: RawMap): string | undefined {
  const found = path.split('.').reduce<unknown>((at, key) => (isMap(at) && Object.hasOwn(at, key) ? at[key] : undefined), vars);
  return scalarText(found);
}

/** What Go does not take for empty. */
function filled(value: string | undefined): string | undefined {
  return value === '' || value === '0' || value === 'false' ? undefined : value;
}
