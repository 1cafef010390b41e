import { z } from 'zod';
import type { DependencyCondition } from '../policy/dependencies.js';
import { closedMap } from './schema-parts.js';

/** A dependency as written; a list leaves the condition open (null): healthy where there is a check, else started. */
export interface WrittenDependency {
  readonly name: string;
  readonly condition: DependencyCondition | null;
}

const condition = z.enum(['started', 'healthy', 'completed']);

const edge = z.union([condition, closedMap({ condition: condition.describe('started, healthy or completed') }, ['restart'])], {
  error: 'started, healthy, completed, or a map with condition',
});

const list = z
  .array(z.string())
  .transform((names): readonly WrittenDependency[] => [...new Set(names)].map((name) => ({ name, condition: null })));

const map = z
  .record(z.string(), edge)
  .transform((edges): readonly WrittenDependency[] =>
    Object.entries(edges).map(([name, value]) => ({ name, condition: typeof value === 'string' ? value : value.condition })),
  );

/** The processes that must be ready before this one starts. */
export const dependsOn = z
  .union([list, map], { error: 'a list of names, or a map of names to started, healthy or completed' })
  .meta({ title: 'list or map of names' });
