import { resolve } from 'node:path';
import * as z from 'zod';
import { parseExpectation } from '../../policy/simulation/expectation.js';
import type { ProcessScript, Scenario } from '../../policy/simulation/scenario.js';
import { writtenDuration } from '../../policy/words/duration.js';
import { Guesses } from '../../policy/words/nearest.js';
import { errorOf } from '../problems/config-error.js';
import { diagnosticAt } from '../problems/diagnostic.js';
import type { Problem } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { yamlPlaces } from '../read/source-places.js';
import { readText } from '../read/text.js';
import { readYaml } from '../read/yaml-source.js';
import { duration } from '../schema/duration.js';
import { closedMap, complain, rule } from '../schema/parts.js';
import { problemsOf } from '../schema/zod-problems.js';

const exit = closedMap({ after: duration, code: z.int().min(0).max(255) });

const span = closedMap({ from: duration, to: duration }).superRefine(
  rule(({ from, to }) => (to > from ? undefined : { message: 'to must be later than from' })),
);

const script = closedMap({
  readyAfter: duration.default(0),
  exits: z.array(exit).default([]),
  unhealthy: z.array(span).default([]),
});

const expectation = z.string().transform((text, ctx) => {
  const parsed = parseExpectation(text);
  if (!('message' in parsed)) return parsed;
  complain(ctx, parsed);
  return z.NEVER;
});

/** A scenario as it is written. */
const scenarioSchema = closedMap({
  processes: z.record(z.string(), script).default({}),
  expect: z.array(expectation).default([]),
});

/** What a scenario is for. */
export interface ScenarioRequest {
  /** The names of the processes of the configuration. */
  readonly names: readonly string[];
  /** How long the simulation goes on, in milliseconds. */
  readonly forMs: number;
}

/**
 * Reads the scenario of a simulation.
 * @throws ConfigError with everything that is wrong with it
 */
export function loadScenario(path: string, request: ScenarioRequest): Scenario {
  const file = resolve(path);
  return parseScenario({ file, text: readText(file) }, request);
}

/**
 * Parses the text of a scenario.
 * @throws ConfigError with everything that is wrong with it
 */
export function parseScenario(
  { file, text }: { readonly file: string; readonly text: string },
  request: ScenarioRequest,
): Scenario {
  const { document, value, problems } = readYaml(text);
  const broken = problems.map((problem) => diagnosticAt(file, text, problem.span, problem));
  if (broken.length > 0 || document === undefined) throw errorOf(broken);
  const places = yamlPlaces(document);
  const diagnose = (problem: Problem) => diagnosticAt(file, text, places.locate(problem.path, problem.at), problem);
  const parsed = scenarioSchema.safeParse(value ?? {});
  if (!parsed.success) throw errorOf(problemsOf(parsed.error, value).map(diagnose));
  const { processes, expect: expectations } = parsed.data;
  const names = new Set(request.names);
  const guesses = new Guesses();
  const wrong: Problem[] = [
    ...Object.keys(processes).flatMap((name) => unknownName(name, ['processes', name], 'key', names, guesses)),
    ...expectations.flatMap((each, index): readonly Problem[] => [
      ...unknownName(each.name, ['expect', index], 'value', names, guesses),
      ...(each.kind === 'is' && each.byMs > request.forMs
        ? [
            {
              path: ['expect', index],
              at: 'value' as const,
              message: `${writtenDuration(each.byMs)} is after the end of the simulation, ${writtenDuration(request.forMs)}`,
              hint: `--for ${writtenDuration(each.byMs)} makes it longer`,
            },
          ]
        : []),
    ]),
  ];
  if (wrong.length > 0) throw errorOf(wrong.map(diagnose));
  const scripts = Object.entries(processes).map(([name, { readyAfter, exits, unhealthy }]): [string, ProcessScript] => [
    name,
    {
      readyAfterMs: readyAfter,
      exits: exits.map(({ after, code }) => ({ afterMs: after, code })),
      unhealthy: unhealthy.map(({ from, to }) => ({ fromMs: from, toMs: to })),
      repeats: false,
    },
  ]);
  return { processes: new Map(scripts), expectations };
}

function unknownName(
  name: string,
  path: Problem['path'],
  at: Problem['at'],
  names: ReadonlySet<string>,
  guesses: Guesses,
): readonly Problem[] {
  if (names.has(name)) return [];
  const close = guesses.nearest(name, () => names);
  const hint = close === undefined ? undefined : `did you mean ${quote(close)}?`;
  return [{ path, at, message: `no process is called ${quote(name)}`, hint }];
}
