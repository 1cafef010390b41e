import { shellLine } from '../../../policy/words/shell-line.js';
import type { Configuration, ProcessConfig } from '../../schema/process-config.js';
import { Addresses } from './addresses.js';
import { environmentOf } from './environment.js';
import { namesFor } from './names.js';
import { withPublicChecks } from './public-checks.js';
import { variablesIn } from './references.js';
import { type Role, rolesOf, startedWithProject } from './roles.js';

/** A process as it runs in an image, with a host of its own. References to secret variables may be in its texts. */
export interface ImageProcess {
  readonly process: ProcessConfig;
  readonly image: string;
  /** Its name for the engine, which is its host as well. */
  readonly host: string;
  readonly role: Role;
  /** How many of it run; null where the file does not say. */
  readonly replicas: number | null;
  /** Whether it starts together with the project. */
  readonly starts: boolean;
  /** The program and its first arguments, in place of what the image starts. */
  readonly entrypoint: readonly string[];
  /** Further arguments. */
  readonly args: readonly string[];
  readonly plain: ReadonlyMap<string, string>;
  /** The names of its secret variables. */
  readonly secret: readonly string[];
  /** The names of the secret variables to which its texts refer. */
  readonly referred: readonly string[];
  /** The names of those that are to be unset. */
  readonly unset: readonly string[];
  /** Addresses on this machine that became those of other processes. */
  readonly moved: ReadonlyMap<string, string>;
  /** What it depends on and is exported too, by its name for the engine. */
  readonly needs: readonly (ProcessConfig['dependsOn'][number] & { readonly host: string })[];
  /** Keys of its checks that were left out since they are secret. */
  readonly hidden: readonly string[];
  /** What it depends on and is not exported. */
  readonly lost: readonly string[];
}

/** The processes of a project that have an image, and the names of those that have none. */
export interface InImages {
  readonly processes: readonly ImageProcess[];
  readonly withoutImage: readonly string[];
}

/**
 * Parts what can run in an image from what cannot.
 * @param toFit makes a name that the engine takes of any
 */
export function inImages(configuration: Configuration, toFit: (name: string) => string): InImages {
  const { secrets } = configuration;
  const checked = asInFile(configuration).map(({ process, replicas }) => ({ ...withPublicChecks(process, secrets), replicas }));
  const processes = checked.map(({ process }) => process);
  const about = new Map(checked.map((each) => [each.process.name, each]));
  const exported = processes.flatMap((process) => {
    const { image } = process.deploy;
    return image === null ? [] : [{ process, image }];
  });
  const hosts = namesFor(
    exported.map(({ process }) => process.name),
    toFit,
  );
  const addresses = new Addresses(processes, hosts);
  const roles = rolesOf(processes);
  const started = startedWithProject(processes);
  return {
    withoutImage: processes.filter(({ deploy }) => deploy.image === null).map(({ name }) => name),
    processes: exported.map(({ process, image }) => {
      const { name, dependsOn } = process;
      const moved = new Map<string, string>();
      const move = (text: string): string => addresses.in(text, name, (from, to) => moved.set(from, to));
      const { plain, secret, unset } = environmentOf(process.env, secrets);
      const values = new Map([...plain].map(([key, value]) => [key, move(value)]));
      const command = commandOf(process, move);
      const texts = [...values.values(), ...command.entrypoint, ...command.args];
      return {
        process,
        image,
        host: hosts.get(name)!,
        role: roles.get(name)!,
        starts: started.has(name),
        ...command,
        plain: values,
        secret,
        referred: [...new Set(texts.flatMap(variablesIn))],
        unset,
        moved,
        hidden: about.get(name)?.hidden ?? [],
        replicas: about.get(name)?.replicas ?? null,
        needs: dependsOn.flatMap((each) => {
          const host = hosts.get(each.name);
          return host === undefined ? [] : [{ ...each, host }];
        }),
        lost: dependsOn.filter((each) => !hosts.has(each.name)).map((each) => each.name),
      };
    }),
  };
}

function commandOf(
  { command, args, shell }: ProcessConfig,
  move: (text: string) => string,
): Pick<ImageProcess, 'entrypoint' | 'args'> {
  if (shell === false) return { entrypoint: [command], args: args.map(move) };
  return { entrypoint: [shell === true ? '/bin/sh' : shell, '-c'], args: [move(shellLine({ command, args }))] };
}

/** A process of the file with the number of its replicas; null where it has none. */
interface ReplicatedProcess {
  readonly process: ProcessConfig;
  readonly replicas: number | null;
}

/** The processes by their names in the file, for engines that multiply them by themselves. Each is as its first replica is. */
function asInFile({ processes }: Pick<Configuration, 'processes'>): readonly ReplicatedProcess[] {
  const headings = new Map(processes.flatMap(({ name, replica }) => (replica === null ? [] : [[name, replica.of] as const])));
  const counts = new Map<string, number>();
  for (const heading of headings.values()) counts.set(heading, (counts.get(heading) ?? 0) + 1);
  return processes.flatMap((process): readonly ReplicatedProcess[] => {
    const { replica } = process;
    if (replica !== null && replica.number !== 1) return [];
    const dependsOn = new Map(
      process.dependsOn.map((edge) => {
        const name = headings.get(edge.name) ?? edge.name;
        return [name, { ...edge, name }] as const;
      }),
    );
    const named = { ...process, dependsOn: [...dependsOn.values()] };
    if (replica === null) return [{ process: named, replicas: null }];
    const { WATCHDOG_REPLICA: _, ...env } = process.env;
    const group = process.group === replica.of ? null : process.group;
    return [{ process: { ...named, name: replica.of, env, group }, replicas: counts.get(replica.of)! }];
  });
}
