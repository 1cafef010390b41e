/** What a terminal sends for keys that have a name. */
const named: Readonly<Record<string, string>> = {
  enter: '\r',
  cr: '\r',
  esc: '\x1b',
  space: ' ',
  tab: '\t',
  bs: '\x7f',
  backspace: '\x7f',
  del: '\x1b[3~',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
};

/** What a terminal sends for keys as mprocs writes them, such as `<C-c>` and `q`; undefined for one that is not known. */
export function typedKeys(keys: readonly string[]): string | undefined {
  const typed = keys.map((key) => {
    const [, inside] = /^<(.+)>$/.exec(key) ?? [];
    if (inside === undefined) return key;
    const [, control] = /^C-([a-z[\]\\])$/i.exec(inside) ?? [];
    if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
    const [, meta] = /^[MA]-(.)$/.exec(inside) ?? [];
    return meta === undefined ? (named[inside.toLowerCase()] ?? (inside.length === 1 ? inside : undefined)) : `\x1b${meta}`;
  });
  return typed.length === 0 || typed.includes(undefined) ? undefined : typed.join('');
}
