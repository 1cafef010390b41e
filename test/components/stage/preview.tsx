/** @jsxRuntime automatic */
import { render } from 'ink';
import { App } from '../../../components/App.js';
import { nodeClock as clock } from '../../../src/adapters/node/clock.js';
import { standardKeymap } from '../../../src/view/commands/keymap.js';
import { themeFor } from '../../../src/view/text/themes.js';
import { FakeSource } from './fake-source.js';
import { everyState } from './sample-processes.js';

// Shows the dashboard on processes that do not exist: `npx tsx test/components/stage/preview.tsx`.
const source = new FakeSource(clock, everyState(clock.now()), 50_000);
const requests = [
  'GET /cart 200 12 ms',
  'GET /cart/items 200 4 ms',
  '\x1b[33mwarn\x1b[39m  slow query 812 ms  select * from orders',
];

for (let line = 0; line < 48_213; line += 1) source.log('api').add(requests[line % requests.length]!, 'stdout', clock.wallTime());
source.write('api', ['Error: connect ECONNREFUSED 127.0.0.1:5432', '    at TCPConnectWrap.afterConnect'], 'stderr');
source.write('api', ['api started again after exit code 1'], 'watchdog');
source.write('db', ['日本語のログ  ready to accept connections', 'checkpoint complete: wrote 3 buffers 🚀 done']);

const chat = setInterval(() => source.write('api', [`GET /orders/${source.log('api').nextSeq} 200 7 ms`]), 700);
const answers = setInterval(() => {
  for (const { action, name, answer } of source.asked.splice(0)) {
    answer(
      action === 'start'
        ? { ok: false, text: `${name} did not start: port 3000 is held by pid 4242 (node)` }
        : { ok: true, text: `${name}: ${action} done after 1.3 s` },
    );
  }
}, 1500);

const leave = (): void => {
  clearInterval(chat);
  clearInterval(answers);
  screen.unmount();
};
const screen = render(
  <App
    source={source}
    clock={clock}
    keymap={standardKeymap}
    theme={themeFor(process.env)}
    quitEndsAll
    onQuit={leave}
    onInterrupt={leave}
    shuttingDown={false}
  />,
  { alternateScreen: true, incrementalRendering: true, patchConsole: false, exitOnCtrlC: false, maxFps: 30, interactive: true },
);
