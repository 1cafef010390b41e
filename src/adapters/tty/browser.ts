import { isWebUrl } from '../../policy/words/web-url.js';
import type { Browser } from '../../ports/browser.js';
import { spawnAlone } from '../node/start-program.js';

/** Milliseconds after which a program that has not failed has opened the address: some are the browser itself, and stay. */
const settledMs = 2000;

/** What is needed to know which programs there can be. */
export interface BrowserPlace {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** Opens addresses by the program that the system has for it: `open` on macOS, elsewhere `xdg-open`, or what BROWSER names. */
export class SystemBrowser implements Browser {
  readonly #place: BrowserPlace;

  constructor(place: BrowserPlace) {
    this.#place = place;
  }

  async open(url: string): Promise<string | undefined> {
    // It becomes an argument of programs that open files and start others too.
    if (!isWebUrl(url)) return 'it is not a web address';
    let why = 'there is no program that opens it: xdg-open was not found';
    for (const [command, ...args] of openersOf(this.#place)) {
      const failure = await run(command!, [...args, url], this.#place.environment);
      if (failure === undefined) return undefined;
      if (failure !== 'missing') why = failure;
    }
    return why;
  }
}

function openersOf({ environment, platform }: BrowserPlace): readonly (readonly string[])[] {
  if (platform === 'darwin') return [['open']];
  const named = (environment.BROWSER ?? '').split(':').flatMap((words) => {
    const [command, ...args] = words.split(' ').filter((word) => word !== '' && word !== '%s');
    return command === undefined ? [] : [[command, ...args]];
  });
  return [['xdg-open'], ...named];
}

/** Resolves to what went wrong; `missing` where there is no such program, undefined where it opened the address. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    // In a session of its own, since neither our keys nor our end are the browser's business.
    const child = spawnAlone(command, args, { stdio: ['ignore', 'ignore', 'ignore'], env, detached: true });
    const timer = setTimeout(() => {
      child.unref();
      resolve(undefined);
    }, settledMs);
    child.on('error', () => {
      clearTimeout(timer);
      resolve('missing');
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code === 0 ? undefined : `${command} ended with ${code === null ? String(signal) : `exit code ${code}`}`);
    });
  });
}
