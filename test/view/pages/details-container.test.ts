import { describe, expect, it } from 'vitest';
import { containerSection } from '../../../src/view/pages/details-container.js';
import { textOf } from '../text-of.js';

const account = {
  id: '4f2a9c0d17be55aa',
  image: 'redis:7',
  engine: 'Docker 27.1 at /var/run/docker.sock',
  ownRestart: null,
  bindings: [],
  unchecked: false,
};

function texts(fields: Partial<Parameters<typeof containerSection>[0]> = {}): readonly string[] {
  return containerSection({ ...account, ...fields }).map(({ line }) => textOf(line));
}

describe('What a container is', () => {
  it('is in the details with all its ports, published or not', () => {
    const bindings = [
      { inside: '6379/tcp', outside: ['0.0.0.0:6380', '[::]:6380'] },
      { inside: '9000/udp', outside: [] },
    ];
    expect(texts({ bindings })).toEqual([
      '',
      ' Container',
      '   image        redis:7',
      '   id           4f2a9c0d17be',
      '   engine       Docker 27.1 at /var/run/docker.sock',
      '   restarts     none of its own; watchdog decides',
      '   ports        6379/tcp at 0.0.0.0:6380, [::]:6380',
      '                9000/udp not published',
    ]);
  });

  it('says who restarts it, and that it has no check', () => {
    expect(texts({ ownRestart: 'always', unchecked: true, image: '' })).toEqual([
      '',
      ' Container',
      '   id           4f2a9c0d17be',
      '   engine       Docker 27.1 at /var/run/docker.sock',
      '   restarts     always, its own: the engine restarts it, watchdog only watches',
      '   check        the engine never runs its health check (Podman does not without systemd)',
    ]);
  });

  it('is nothing for a process, and escapes what the engine writes', () => {
    expect(containerSection(null)).toEqual([]);
    expect(texts({ image: 'a\u001b[31mb' })[2]).not.toContain('\u001b');
    const keys = containerSection({ ...account, bindings: [1, 2, 3].map((port) => ({ inside: `${port}/tcp`, outside: [] })) });
    expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
  });
});
