import { themeFor } from '../../../src/view/text/themes.js';
import type { DrawnApp, DrawnOptions } from './drawn-app.js';
import { redis, redisDetails, shopWithContainer } from './sample-container.js';
import { runningProcess } from './sample-processes.js';
import { manyProcesses, shop } from './sample-shop.js';
import { sampleTiming } from './sample-timing.js';

/** A size as people write it. */
type SizeName = '38x9' | '60x15' | '80x24' | '120x40' | '200x60';

/** What is on the screen, and how one gets there. */
export interface Scene {
  readonly sizes: readonly SizeName[];
  readonly options?: Omit<DrawnOptions, 'columns' | 'rows'>;
  /** What is pressed, one key after the other. */
  readonly keys?: readonly string[];
  /** Done before the keys are pressed. */
  readonly first?: (app: DrawnApp) => void;
}

const all = ['60x15', '80x24', '120x40', '200x60'] as const;
const looks = (options: Parameters<typeof themeFor>[1]): Scene => ({
  sizes: ['120x40'],
  options: { processes: shop, theme: themeFor({}, options) },
});

/** All screens that are compared with what is kept of them, by the names of the files. */
export const scenes: Readonly<Record<string, Scene>> = {
  'every-state': { sizes: all },
  empty: { sizes: ['60x15', '120x40'], options: { processes: () => [] } },
  'one-process': {
    sizes: ['80x24', '200x60'],
    options: { processes: (now) => [runningProcess('api', now, 91_300, { health: 'healthy' })] },
  },
  'many-processes': {
    sizes: ['60x15', '120x40', '200x60'],
    options: { processes: manyProcesses },
    keys: ['pagedown', 'pagedown', 'j'],
  },
  'shutting-down': { sizes: ['60x15', '120x40'], options: { processes: shop, shuttingDown: true } },
  question: { sizes: ['60x15', '120x40'], keys: ['q'] },
  help: { sizes: all, keys: ['?'] },
  palette: { sizes: ['60x15', '120x40'], keys: [':', 's', 't', 'o'] },
  details: { sizes: ['60x15', '120x40', '200x60'], keys: ['i'] },
  'details-container': {
    sizes: ['80x24', '120x40'],
    options: { processes: shopWithContainer },
    first: ({ source }) => source.known.set(redis, redisDetails(source.wallTime())),
    keys: ['G', 'i'],
  },
  'crash-card': { sizes: ['80x24'], keys: ['i', '['] },
  events: { sizes: ['60x15', '120x40'], keys: ['E'] },
  graph: { sizes: ['80x24', '200x60'], keys: ['D'] },
  timing: {
    sizes: ['80x24'],
    first: ({ source }) => {
      source.startTiming = sampleTiming(source.wallTime());
    },
    keys: ['T'],
  },
  filter: { sizes: ['80x24'], keys: ['/', 'c', 'i', 'r'] },
  'nothing-found': { sizes: ['80x24'], keys: ['/', 'z', 'z', 'enter'] },
  'log-held': { sizes: ['80x24'], keys: ['tab', 'pageup', 'right'] },
  problem: {
    sizes: ['80x24'],
    first: ({ news }) => {
      const message = 'watchdog.yaml:3:3: there is no key "comand"; did you mean "command"?';
      const source = '  3 |   comand: node\n    |   ^';
      const text = `${message}\n${source}`;
      news.outcome = { ok: false, text, problem: { text, parts: [{ message, source }] } };
    },
    keys: ['L'],
  },
  replay: { sizes: ['60x15', '80x24', '120x40'], options: { processes: shop, replayed: true }, keys: ['{', '.'] },
  refusal: { sizes: ['80x24'], keys: ['s'] },
  'too-small': { sizes: ['38x9'] },
  'theme-light': looks({ asked: 'light' }),
  'theme-contrast': looks({ asked: 'contrast' }),
  'theme-none': looks({ asked: 'none' }),
  ascii: looks({ ascii: true }),
};
