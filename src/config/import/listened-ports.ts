import type { ImportedProcess } from './common/imported.js';

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
export function listenedPorts({ keys, runs }: ImportedProcess): readonly number[] {
  const text = [keys.command, ...(keys.args ?? []), runs ?? ''].join(' ');
  const variable = Number(keys.env?.PORT ?? Number.NaN);
  const found = said.flatMap((pattern) => [...text.matchAll(pattern)].map(([, port]) => Number(port)));
  const all = [...found, ...(Number.isInteger(variable) ? [variable] : [])];
  return all.length > 0 ? all : usual.filter(([program]) => program.test(text)).map(([, port]) => port);
}
