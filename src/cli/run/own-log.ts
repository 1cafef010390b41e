import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeClock } from '../../adapters/node/clock.js';
import type { WatchdogLogger } from '../../api/options.js';
import { LogAppender } from './log-appender.js';

type Entry = readonly [level: 'info' | 'warn' | 'error', fields: Readonly<Record<string, unknown>>, message: string];

/** The file of the watchdog's own log, in the folder of the run's state. */
export const ownLogName = 'watchdog.log';

/** Milliseconds that pino's loading leaves to the children that are coming up. */
const childrenFirstMs = 150;

/** The watchdog's own log, with the level for its own faults beside those of the library. */
export interface OwnLog extends WatchdogLogger {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Resolves once everything is written, or cannot be. For every way out. */
  flush(): Promise<void>;
  /** Opens the file again, after it was removed. @param folder of the run's state by now */
  reopen(folder: string): void;
}

/**
 * Opens `watchdog.log` in the folder of the run's state, if there is one, JSON lines by pino. pino is loaded behind the first children, so what comes before is kept back
 * in memory; where the file cannot be written, one line on stderr says so and everything else goes on.
 */
export function openOwnLog(stateFolder: string | undefined, complain: (text: string) => void): OwnLog {
  const early: Entry[] = [];
  let write = (...entry: Entry): void => void early.push(entry);
  let begin = (): void => {};
  let reopen: OwnLog['reopen'] = () => {};
  const opened = new Promise<void>((resolve) => {
    begin = resolve;
    nodeClock.setTimer(resolve, childrenFirstMs);
  }).then(() => (stateFolder === undefined ? undefined : open(stateFolder)));
  const ready = opened.then(
    (log) => {
      if (log === undefined) {
        write = () => {};
        early.length = 0;
        return async () => {};
      }
      reopen = log.reopen;
      write = (level, fields, message) => log.logger[level](fields, message);
      for (const entry of early.splice(0)) write(...entry);
      return log.flush;
    },
    (error: Error) => {
      write = () => {};
      early.length = 0;
      complain(`its own log cannot be written: ${error.message}`);
      return async () => {};
    },
  );
  // The time is that of the event, not of the writing: what comes before pino is loaded would all be of one moment.
  const at = (fields: Entry[1]): Entry[1] => ({ time: nodeClock.wallTime(), ...fields });
  return {
    reopen: (folder) => reopen(folder),
    info: (fields, message) => write('info', at(fields), message),
    warn: (fields, message) => write('warn', at(fields), message),
    error: (fields, message) => write('error', at(fields), message),
    flush: async () => {
      begin();
      await (await ready)();
    },
  };
}

async function open(stateFolder: string) {
  const file = join(stateFolder, ownLogName);
  // A link would be followed, and what is no file waited for.
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) rmSync(file);
  const { pino } = await import('pino');
  // Not pino's own: where the disk is full, that tries for ever to write the last lines, and keeps the program from ending.
  const appender = await LogAppender.open(file);
  return {
    logger: pino({ base: { pid: process.pid }, timestamp: false }, appender),
    reopen: (folder: string) => appender.reopen(join(folder, ownLogName)),
    flush: () => appender.flush(),
  };
}
