import * as z from 'zod';
import type { DependencyCondition } from '../../policy/process/awaited.js';
import { closedMap } from './parts.js';

/** A dependency as written; a list leaves the condition open (null): healthy where there is a check, else started. */
export interface WrittenDependency {
  readonly name: string;
  readonly condition: DependencyCondition | null;
  readonly restart: boolean;
}

const condition = z.enum(['started', 'healthy', 'completed', 'ended']);

const edge = z.union(
  [
    condition,
    closedMap({
      condition: condition.describe('started, healthy, completed (with success) or ended (whatever the exit code)'),
      restart: z.boolean().default(false).describe('Whether its restart restarts this process too'),
    }),
  ],
  { error: 'started, healthy, completed, ended, or a map with condition' },
);

const list = z
  .array(z.string())
  .transform((names): readonly WrittenDependency[] =>
    [...new Set(names)].map((name) => ({ name, condition: null, restart: false })),
  );

const map = z
  .record(z.string(), edge)
  .transform((edges): readonly WrittenDependency[] =>
    Object.entries(edges).map(([name, value]) =>
      typeof value === 'string' ? { name, condition: value, restart: false } : { name, ...value },
    ),
  );

/** The processes that must be ready before this one starts. */
export const dependsOn = z
  .union([list, map], { error: 'a list of names, or a map of names to started, healthy, completed or ended' })
  .meta({ title: 'list or map of names' });
