import type { PortBinding } from '../../ports/container-engine.js';
import type { EngineAccount, TasksAccount } from '../../supervisor/unit/unit.js';
import { plainText } from '../text/span.js';
import type { Tone } from '../text/theme.js';
import { type DetailsRow, labelled, section } from './details-rows.js';

/** As much of an id as engines show. */
const idLength = 12;

/** So many tasks of a service are listed. */
const mostTasks = 30;

/** What the engine says that a container or a service is; nothing for a process. */
export function containerSection(account: EngineAccount | null): readonly DetailsRow[] {
  if (account === null) return [];
  const { image, id, engine, ownRestart, bindings, unchecked, tasks } = account;
  const restarts =
    ownRestart === null
      ? 'none of its own; watchdog decides'
      : `${ownRestart}, its own: the engine restarts it, watchdog only watches`;
  return section(tasks === undefined ? 'Container' : 'Service', [
    ...row('image', image),
    ...row('id', id.slice(0, idLength)),
    ...row('engine', engine),
    ...row('restarts', restarts),
    ...bindings.flatMap((binding, index) => row(index === 0 ? 'ports' : '', portWords(binding), binding.inside)),
    ...(unchecked
      ? row('check', 'the engine never runs its health check (Podman does not without systemd)', 'check', 'progress')
      : []),
    ...(tasks === undefined ? [] : taskRows(tasks)),
  ]);
}

/** The tasks by node, those that are to run before those that have ended, the newest first. */
function taskRows({ replicas, list }: TasksAccount): readonly DetailsRow[] {
  const running = list.filter(({ state, wanted }) => state === 'running' && wanted).length;
  const byNode = [...list].sort(
    (one, other) => Number(other.wanted) - Number(one.wanted) || one.node.localeCompare(other.node) || other.at - one.at,
  );
  const left = byNode.length - mostTasks;
  return [
    ...row('replicas', `${running} of ${replicas} running`),
    ...byNode
      .slice(0, mostTasks)
      .flatMap(({ words, state }, index) =>
        row(index === 0 ? 'tasks' : '', words, `task ${index}`, /failed|rejected|orphaned/.test(state) ? 'trouble' : 'plain'),
      ),
    ...(left > 0 ? row('', `and ${left} more`, 'more tasks') : []),
  ];
}

function portWords({ inside, outside }: PortBinding): string {
  return `${inside} ${outside.length === 0 ? 'not published' : `at ${outside.join(', ')}`}`;
}

function row(label: string, text: string, key = label, tone: Tone = 'plain'): readonly DetailsRow[] {
  return text === '' ? [] : [{ key, line: labelled(label, { text: plainText(text), tone }) }];
}
