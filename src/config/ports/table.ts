import { Guesses } from '../../policy/words/nearest.js';
import type { KeyPath } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import type { Complaint } from '../schema/parts.js';
import type { PortConfig } from '../schema/process-config.js';
import { choosePorts, type PortBookParts, type PortRequest } from './book.js';
import { givenValue, replicaCount, type Scaled, unitNames } from './replicas.js';

/** The variable of a port that is given alone. */
export const usualVariable = 'PORT';

/** What the ports of a configuration are chosen by. */
export interface PortTableParts extends Pick<PortBookParts, 'folder' | 'kept'> {
  readonly scaled: Scaled;
  /** Puts variables into the string of a port; undefined where that cannot be done. */
  textOf(written: string): string | undefined;
}

/** What a process of the file wants; null where its `port` is not understood, which the schema says. */
type Wanted = readonly { readonly variable: string; readonly port: number | 'auto' }[] | null;

interface Heading {
  readonly units: readonly string[];
  readonly hasReplicas: boolean;
  readonly wanted: Wanted;
}

/** The ports of all processes of a configuration, known before its strings are complete. */
export class PortTable {
  readonly #headings: ReadonlyMap<string, Heading>;
  readonly #ports: ReadonlyMap<string, readonly PortConfig[]>;
  readonly #replicas: ReadonlyMap<string, string>;
  readonly #guesses = new Guesses();
  /** The processes of the file for which no port is left. */
  readonly without: readonly string[];

  /** @param configuration as written */
  constructor({ processes, defaults }: RawMap, parts: PortTableParts) {
    const owns = Object.entries(isMap(processes) ? processes : {}).filter((entry): entry is [string, RawMap] => isMap(entry[1]));
    this.#headings = new Map(
      owns.map(([name, own]) => {
        const count = replicaCount(name, givenValue(own, defaults, 'replicas'), parts.scaled);
        const wanted = wantedPorts(givenValue(own, defaults, 'port'), parts);
        return [name, { units: unitNames(name, count), hasReplicas: count !== undefined, wanted }];
      }),
    );
    this.#replicas = new Map(
      [...this.#headings].flatMap(([name, { units, hasReplicas }]) => (hasReplicas ? units.map((unit) => [unit, name]) : [])),
    );
    const listed = owns.flatMap(([, own]) => givenValue(own, defaults, 'ports')).flatMap((port) => fixedPort(port) ?? []);
    const given = [...this.#headings.values()].flatMap(({ wanted }) => wanted ?? []).map(({ port }) => port);
    const fixed = [...listed, ...given.filter((port) => port !== 'auto')];
    const requests = [...this.#headings.values()].flatMap(({ units, wanted }) =>
      units.flatMap((name) => requestsOf(name, wanted)),
    );
    const chosen = choosePorts(requests, { ...parts, fixed });
    const ports = new Map(requests.map(({ name, variable }, index) => [`${name}\0${variable}`, chosen[index]]));
    const assigned = (name: string, wanted: Wanted): readonly PortConfig[] =>
      (wanted ?? []).flatMap(({ variable, port }) => {
        const number = port === 'auto' ? ports.get(`${name}\0${variable}`) : port;
        return number === undefined ? [] : [{ variable, port: number, auto: port === 'auto' }];
      });
    this.#ports = new Map(
      [...this.#headings.values()].flatMap(({ units, wanted }) => units.map((name) => [name, assigned(name, wanted)])),
    );
    const left = new Set(requests.flatMap(({ name }, index) => (chosen[index] === undefined ? [name] : [])));
    this.without = [...this.#headings].flatMap(([name, { units }]) => (units.some((unit) => left.has(unit)) ? [name] : []));
  }

  /** The ports of a process, the first one first; none for an unknown name. */
  of(name: string): readonly PortConfig[] {
    return this.#ports.get(name) ?? [];
  }

  /** The processes that a name means: those of its replicas, or itself. */
  unitsOf(name: string): readonly string[] {
    return this.#headings.get(name)?.units ?? [name];
  }

  /** The name in the file of a process that is a replica; undefined for any other. */
  headingOf(name: string): string | undefined {
    return this.#replicas.get(name);
  }

  /**
   * The port that `${port.…}` means, as text.
   * @param body what is between "port." and "}"
   * @param path where it is
   * @param replica the replica for which it is read; by default the first one
   */
  textAt(body: string, path: KeyPath, replica?: string): string | Complaint {
    const isPort = (path[0] === 'processes' && path[2] === 'port') || (path[0] === 'defaults' && path[1] === 'port');
    if (isPort) return { message: 'a port cannot be given by another one', hint: 'write a number or auto' };
    const found = this.#find(body);
    if (found === undefined) return this.#unknown(body);
    const [name, variable] = found;
    const heading = this.#headings.get(name);
    if (heading?.wanted === null) return '1'; // The schema has more to say of it.
    const isInside = path[0] === 'processes' && path[1] === name;
    if (heading?.hasReplicas && !isInside) {
      const hint = `each replica has its own: write \${port.${heading.units[0]}}`;
      return { message: `${quote(name)} has replicas, so it has no port of which others could know`, hint };
    }
    const ports = this.of(heading?.hasReplicas ? (replica ?? heading.units[0]!) : name);
    const port = variable === undefined ? ports[0] : ports.find((each) => each.variable === variable);
    if (port !== undefined) return String(port.port);
    if (ports.length === 0) return { message: `process ${quote(name)} has no port`, hint: 'give it "port: auto", or a number' };
    return {
      message: `process ${quote(name)} has no port ${quote(variable ?? '')}`,
      hint: `it has ${ports.map((each) => each.variable).join(', ')}`,
    };
  }

  /** The whole is a name before any part of it is a variable. */
  #find(body: string): readonly [name: string, variable: string | undefined] | undefined {
    const isName = (name: string): boolean => this.#headings.has(name) || this.#ports.has(name);
    if (isName(body)) return [body, undefined];
    for (let dot = body.lastIndexOf('.'); dot > 0; dot = body.lastIndexOf('.', dot - 1)) {
      if (isName(body.slice(0, dot))) return [body.slice(0, dot), body.slice(dot + 1)];
    }
    return undefined;
  }

  #unknown(body: string): Complaint {
    const close = this.#guesses.nearest(body, () => this.#headings.keys());
    const message = `no process is called ${quote(body)}`;
    return { message, hint: close === undefined ? `write \${port.NAME}` : `did you mean ${quote(`\${port.${close}}`)}?` };
  }
}

function requestsOf(name: string, wanted: Wanted): readonly PortRequest[] {
  return (wanted ?? []).flatMap(({ variable, port }, index) =>
    port === 'auto' ? [{ name, variable, isFirst: index === 0 }] : [],
  );
}

function wantedPorts(written: unknown, parts: PortTableParts): Wanted {
  if (written === undefined || written === null) return [];
  const entries = isMap(written) ? Object.entries(written) : [[usualVariable, written] as const];
  const wanted = entries.flatMap(([variable, value]): NonNullable<Wanted> => {
    const port = typeof value === 'string' ? parts.textOf(value) : value;
    const number = port === 'auto' ? 'auto' : fixedPort(port);
    return number === undefined ? [] : [{ variable, port: number }];
  });
  return wanted.length < entries.length ? null : wanted;
}

/** A port that is written as a number, or as digits. */
function fixedPort(written: unknown): number | undefined {
  const port = typeof written === 'string' && /^\d{1,5}$/.test(written) ? Number(written) : written;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}
