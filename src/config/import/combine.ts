import type { ImportedProcess } from './common/imported.js';

const run = /\bdocker(?:-|\s+)compose\b([^;&|\n]*)/g;
/** Options of docker compose that take a value. */
const withValue =
  /^(-f|--file|-p|--project-name|--profile|--env-file|--project-directory|--ansi|--parallel|--progress|-t|--timeout|--scale|--wait-timeout|--attach|--no-attach|--exit-code-from|--pull)$/;

/** The services that a command starts by docker compose; none named means all, undefined that it starts none. */
function composeServicesIn(command: string): readonly string[] | undefined {
  for (const [, rest = ''] of command.matchAll(run)) {
    const words = rest.trim().split(/\s+/);
    const plain: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const quoted = words[at]!;
      const word = quoted.replace(/^["']|["']$/g, '');
      // The quote that closes was opened before docker: the command of another's argument ends here.
      const isLast = /["']$/.test(quoted) && !/^["']/.test(quoted);
      if (withValue.test(word)) at += 1;
      else if (word !== '' && !word.startsWith('-') && !/[<>]/.test(word)) plain.push(word);
      if (isLast) break;
    }
    const [verb, ...services] = plain;
    if (verb === 'up' || verb === 'start') return services;
    if (verb === 'run') return services.slice(0, 1);
  }
  return undefined;
}

/**
 * Takes care that what runs on the host does not start a second time in a container: of compose only what the application needs is
 * started. What it builds, what has a port of the application, what a process itself runs by `docker compose`, and what depends on
 * any of these is there, but off. So is what depends on something that would start in a wrong way.
 * @param portsInCode the ports that are only in what a process runs
 */
export function withoutDoubles(
  processes: readonly ImportedProcess[],
  portsInCode: (process: ImportedProcess) => readonly number[],
): readonly ImportedProcess[] {
  const onHost = processes.filter(({ service }) => service === undefined);
  const started = onHost.filter(({ keys }) => keys.autoStart !== false);
  const reasons = new Map<string, string>();
  for (const process of processes) {
    if (process.service === undefined) continue;
    const why = runBy(process, onHost) ?? (started.length === 0 ? undefined : standsInTheWay(process, started, portsInCode));
    if (why !== undefined) reasons.set(process.name, why);
  }
  const faulty = new Set(processes.filter(({ isFaulty }) => isFaulty === true).map(({ name }) => name));
  for (let grown = true; grown; ) {
    grown = false;
    for (const { name, keys } of processes) {
      if (reasons.has(name) || faulty.has(name)) continue;
      const needed = namesOf(keys.dependsOn).find((other) => reasons.has(other) || faulty.has(other));
      if (needed === undefined) continue;
      reasons.set(name, `it depends on ${needed}`);
      grown = true;
    }
  }
  return processes.map((process) => {
    const why = reasons.get(process.name);
    if (why === undefined || process.keys.autoStart === false) return process;
    return { ...process, keys: { ...process.keys, autoStart: false }, remarks: [...process.remarks, `Not started: ${why}.`] };
  });
}

/** Why a service would be started a second time by a process that runs docker compose itself. */
function runBy({ service }: ImportedProcess, onHost: readonly ImportedProcess[]): string | undefined {
  const runner = onHost.find((process) => {
    const names = composeServicesIn(textOf(process));
    if (names === undefined) return false;
    // A script that nobody starts by itself is one of many; a process that is off is the way its own tool would start it.
    if (process.keys.autoStart === false && (process.runs !== undefined || names.length === 0)) return false;
    return names.length === 0 || names.includes(service!.name);
  });
  return runner === undefined ? undefined : `${runner.name} starts it with docker compose`;
}

function standsInTheWay(
  { service }: ImportedProcess,
  started: readonly ImportedProcess[],
  portsInCode: (process: ImportedProcess) => readonly number[],
): string | undefined {
  const [first] = started;
  const names = started.length === 1 ? first!.name : `${first!.name} and others`;
  if (service!.isBuilt) return `its image is built from this folder, and the application runs on the host (${names})`;
  for (const process of started) {
    const isTaken = (port: number): boolean => service!.ports.includes(port);
    const port = listenedPorts(process).find(isTaken) ?? portsInCode(process).find(isTaken);
    if (port !== undefined) return `${process.name} uses its port ${port}`;
  }
  return undefined;
}

/** All that is known of what a process runs. */
function textOf({ keys, runs }: ImportedProcess): string {
  return runs ?? [keys.command, ...(keys.args ?? [])].join(' ');
}

function namesOf(dependsOn: ImportedProcess['keys']['dependsOn']): readonly string[] {
  if (dependsOn === undefined) return [];
  return Array.isArray(dependsOn) ? dependsOn : Object.keys(dependsOn);
}

/** How a command says on which port it listens. */
const said = [
  /\bPORT=["']?(\d{2,5})\b/g,
  /(?:^|\s)(?:--port|--http-port|-p|--bind|-b|--listen|-l)[= ]["']?(?:[\w.[\]:*-]*:)?(\d{2,5})\b/g,
  /\brunserver\s+(?:\S+:)?(\d{2,5})\b/g,
  /\bphp\s+-S\s+\S+?:(\d{2,5})\b/g,
  /\bhttp\.server\s+(\d{2,5})\b/g,
];

/** Ports on which programs listen by default. */
const usual: readonly (readonly [program: RegExp, port: number])[] = [
  [
    /\bnext(?:\s+(?:dev|start)|$)|\bnuxt\b|\breact-scripts start\b|\bnest start\b|\brails s(?:erver)?\b|\bbin\/rails s|\bremix dev\b|\bcraco start\b/,
    3000,
  ],
  [/(?:^|\s|\/)vite(?:\s+dev|\s+--|\s*$|\s*[&|;])/, 5173],
  [/\bastro dev\b/, 4321],
  [/\bng serve\b/, 4200],
  [
    /\bmanage\.py runserver\b|\buvicorn\b|\bgunicorn\b|\bartisan serve\b|\bgatsby develop\b|\bmkdocs serve\b|\bfastapi (?:dev|run)\b/,
    8000,
  ],
  [/\bflask run\b/, 5000],
  [/\bwebpack(?:-dev-server| serve)\b|\bvue-cli-service serve\b|\bhttp-server\b|\bspring-boot:run\b|\bbootRun\b/, 8080],
  [/\bstorybook dev\b|\bstart-storybook\b/, 6006],
  [/\bphoenix\b|\bphx\.server\b/, 4000],
];

/** The ports on which a process will listen, as far as its command and variables say. */
function listenedPorts({ keys, runs }: ImportedProcess): readonly number[] {
  const text = [keys.command, ...(keys.args ?? []), runs ?? ''].join(' ');
  const variable = Number(keys.env?.PORT ?? Number.NaN);
  const found = said.flatMap((pattern) => [...text.matchAll(pattern)].map(([, port]) => Number(port)));
  const all = [...found, ...(Number.isInteger(variable) ? [variable] : [])];
  return all.length > 0 ? all : usual.filter(([program]) => program.test(text)).map(([, port]) => port);
}
