import { SystemBrowser } from '../../adapters/tty/browser.js';
import type { ControlClient } from '../../client/client.js';
import { plainLine } from '../../policy/words/plain-text.js';
import { jsonText, print, say } from '../output/print.js';

/** What `open` is asked for. */
export interface OpenRequest {
  readonly name: string;
  /** Whether the address is only printed. */
  readonly prints: boolean;
  readonly json: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** Opens the address of a process, of each replica of one, in the browser, and returns the exit status: 1 where one has none. */
export async function open(client: ControlClient, { name, prints, json, environment }: OpenRequest): Promise<number> {
  const browser = new SystemBrowser({ environment, platform: process.platform });
  const found = (await client.status([name])).map((status) => ({ name: status.name, url: status.url }));
  let isWell = true;
  const complain = (text: string): void => {
    isWell = false;
    say(text);
  };
  for (const { name: each, url } of found) {
    if (url === null) complain(`${each} has no URL: it has printed none; give it "port" or "url" in watchdog.yaml`);
    else if (prints && !json) await print(`${plainLine(url)}\n`);
    else if (!prints) {
      const failure = await browser.open(url);
      if (failure !== undefined) complain(`${each}: ${url} could not be opened: ${failure}`);
      else if (!json) say(`${each}: opened ${url}`);
    }
  }
  if (json) await print(`${jsonText(found)}\n`);
  return isWell ? 0 : 1;
}
