/** Whether a value is as a file should hold it. */
export type ShapeTest = (value: unknown) => boolean;

/** A string. */
export const isText: ShapeTest = (value) => typeof value === 'string';
/** A finite number. */
export const isNumber: ShapeTest = (value) => typeof value === 'number' && Number.isFinite(value);
/** True or false. */
export const isFlag: ShapeTest = (value) => typeof value === 'boolean';

/** Null, or what the test takes. */
export const orNull =
  (test: ShapeTest): ShapeTest =>
  (value) =>
    value === null || test(value);

/** Left out, or what the test takes. */
export const ifThere =
  (test: ShapeTest): ShapeTest =>
  (value) =>
    value === undefined || test(value);

/** A list, each item of which the test takes. */
export const listOf =
  (test: ShapeTest): ShapeTest =>
  (value) =>
    Array.isArray(value) && value.every(test);

/** One of these. */
export const oneOf =
  (...values: readonly unknown[]): ShapeTest =>
  (value) =>
    values.includes(value);

/** An object with these fields, whatever else it has. */
export const shape =
  (fields: Readonly<Record<string, ShapeTest>>): ShapeTest =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, test]) => test((value as Record<string, unknown>)[name]));
