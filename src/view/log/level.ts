/** How bad a line says it is. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

const named: Readonly<Record<string, Level>> = {
  trace: 'trace',
  verbose: 'debug',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  severe: 'error',
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  panic: 'fatal',
  dpanic: 'fatal',
};

// Those of pino and bunyan.
const numbered: Readonly<Record<number, Level>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** The level that a log's field names; undefined for any other value. */
export function levelOf(value: unknown): Level | undefined {
  if (typeof value === 'number') return Object.hasOwn(numbered, value) ? numbered[value] : undefined;
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  return Object.hasOwn(named, name) ? named[name] : undefined;
}

/** The SGR numbers of a level's colour. */
export function levelColour(level: Level): string {
  if (level === 'fatal') return '1;31';
  if (level === 'error') return '31';
  if (level === 'warn') return '33';
  return level === 'info' ? '32' : '2';
}
