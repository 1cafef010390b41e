import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { collectBundle } from '../../../src/api/bundle/collect.js';
import { bundleText } from '../../../src/api/bundle/text.js';
import { EventHistory } from '../../../src/supervisor/events/history.js';
import { parse } from '../../config/config-text.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { settle } from '../../ports/fake-spawner.js';
import { Stage } from '../stage.js';

/** Values that are secret by the names of their variables: one for each place that text can come from. */
const secrets = Array.from({ length: 30 }, (_, at) => `canary/${at}+"w${String(at).padStart(2, '0')}rble"-9f8e7d6c`);
/** Values that are secret by their shape, whatever their variables are called. Made up, and put together here so that no scanner takes them for real. */
const tokens = [
  `ghp_${'a1B2'.repeat(9)}`,
  `github_pat_${'Zz09'.repeat(8)}`,
  `AKIA${'Q7W8'.repeat(4)}`,
  `xoxb-${'123456-abcdef'}`,
  `sk_live_${'4eC39HqLyjWDarjt'}`,
  `npm_${'x9Y8'.repeat(9)}`,
  `eyJ${'hbGciOiJI'}.eyJ${'zdWIiOiIx'}.${'c2lnbmF0dXJl'}`,
  `glpat-${'abcd1234'.repeat(3)}`,
  `AIza${'SyA1234'.repeat(5)}`,
  `dop_v1_${'0123456789abcdef'.repeat(4)}`,
];

const base64 = (before: string, value: string): string => Buffer.from(`${before}${value}${before}`).toString('base64');

it('A bundle has none of forty secrets, wherever they were said; nor has crashes.json', async () => {
  await using folder = await TemporaryFolder.make();
  const { path } = folder;
  const inherited = Object.fromEntries(secrets.slice(0, 5).map((value, at) => [`INHERITED_${at}_TOKEN`, value]));
  const shell = Object.fromEntries(secrets.slice(5, 10).map((value, at) => [`SHELL_${at}_SECRET`, value]));
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: references of the configuration.
  const text = [
    'secrets: ["*_DSN"]',
    'processes:',
    '  api:',
    '    command: node',
    '    args: ["--key=${SHELL_0_SECRET}", "${SHELL_1_SECRET}"]',
    '    cwd: "./${SHELL_2_SECRET}"',
    '    env:',
    ...secrets
      .slice(10)
      .map((value, at) => `      ${at % 2 === 0 ? 'KEY_' : ''}V${at}${at % 2 === 0 ? '' : '_DSN'}: ${JSON.stringify(value)}`),
    `    healthCheck: {http: {url: "http://me:${encodeURIComponent(secrets[8]!)}@localhost:1/", headers: {Authorization: "Bearer ${encodeURIComponent(secrets[9]!)}"}}}`,
    '    circuit: {threshold: 9}',
    '  broken: {command: "no-such-${SHELL_0_SECRET}", args: []}',
  ].join('\n');
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above.
  const configuration = parse(text, shell);
  const stage = new Stage({ environment: { ...inherited, ...shell }, crashes: path, logFiles: path });
  const { watchdog, clock, spawner, probes } = stage;
  watchdog.hideSecrets(configuration);
  for (const config of configuration.processes) watchdog.registerConfig(config);
  const history = new EventHistory(watchdog, clock);
  spawner.missing.add(configuration.processes[1]!.command);
  watchdog.up();
  await settle();
  const child = spawner.children.find(({ spec }) => spec.command === 'node')!;
  probes.pending.at(-1)?.answer({ ok: false, message: `wrong password ${secrets[3]} for ${secrets[12]}` });
  await settle();

  // Each of them in each form, on both streams.
  for (const secret of secrets) {
    for (const form of [
      secret,
      JSON.stringify({ secret }),
      `http://localhost/?token=${encodeURIComponent(secret)}`,
      base64('', secret),
      base64('x', secret),
      base64('xy', secret),
      `${secret.slice(0, 7)}\x1b[31m${secret.slice(7)}\x1b[0m`,
    ]) {
      child.events.output('stdout', Buffer.from(`said ${form} and more\n`));
    }
    child.events.output('stderr', Buffer.from(`Error: cannot log in with ${secret}\n`));
  }
  for (const token of tokens) child.events.output('stderr', Buffer.from(`Error: token ${token} is refused\n`));
  child.events.output('stderr', Buffer.from(`Authorization: Basic ${Buffer.from(`me:${secrets[20]}`).toString('base64')}\n`));
  watchdog.notify({ text: `cannot use ${secrets[25]} and ${tokens[0]}`, trouble: true });
  child.exit({ code: 1 });
  await settle();
  await stage.advance(1000);

  const bundle = [...bundleText(await collectBundle({ watchdog, history, clock, project: 'shop', sinceMs: 600_000 }))].join('');
  const closed = watchdog.shutdown();
  spawner.last.exit({ signal: 'SIGTERM' });
  await closed;
  for (const [where, said] of [
    ['bundle', bundle],
    ['crashes.json', readFileSync(join(path, 'crashes.json'), 'utf8')],
  ] as const) {
    expect(said, where).toContain('***');
    for (const secret of [...secrets, ...tokens]) {
      const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), secret.slice(0, 20)];
      for (const before of ['', 'x', 'xy']) forms.push(base64(before, secret).slice(4, -8));
      const found = forms.filter((form) => said.includes(form) || said.includes(JSON.stringify(form).slice(1, -1)));
      expect(found, `${where}: ${secret}`).toEqual([]);
    }
    // Not the words around them.
    expect(said, where).toContain('cannot log in with ***');
  }
  expect(bundle).toContain('is refused');
});
