import type { PortBinding } from '../../ports/container-engine.js';
import type { EngineAccount } from '../../supervisor/unit/unit.js';
import { plainText } from '../text/span.js';
import type { Tone } from '../text/theme.js';
import { type DetailsRow, labelled, section } from './details-rows.js';

/** As much of an id as engines show. */
const idLength = 12;

/** What the engine says that a container is; nothing for a process. */
export function containerSection(account: EngineAccount | null): readonly DetailsRow[] {
  if (account === null) return [];
  const { image, id, engine, ownRestart, bindings, unchecked } = account;
  const restarts =
    ownRestart === null
      ? 'none of its own; watchdog decides'
      : `${ownRestart}, its own: the engine restarts it, watchdog only watches`;
  return section('Container', [
    ...row('image', image),
    ...row('id', id.slice(0, idLength)),
    ...row('engine', engine),
    ...row('restarts', restarts),
    ...bindings.flatMap((binding, index) => row(index === 0 ? 'ports' : '', portWords(binding), binding.inside)),
    ...(unchecked
      ? row('check', 'the engine never runs its health check (Podman does not without systemd)', 'check', 'progress')
      : []),
  ]);
}

function portWords({ inside, outside }: PortBinding): string {
  return `${inside} ${outside.length === 0 ? 'not published' : `at ${outside.join(', ')}`}`;
}

function row(label: string, text: string, key = label, tone: Tone = 'plain'): readonly DetailsRow[] {
  return text === '' ? [] : [{ key, line: labelled(label, { text: plainText(text), tone }) }];
}
