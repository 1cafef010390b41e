import { ConfigError } from '../../src/config/problems/config-error.js';
import type { Diagnostic } from '../../src/config/problems/diagnostic.js';
import { problemText } from '../../src/config/problems/problem.js';
import { parseConfiguration } from '../../src/config/resolve/configuration.js';
import type { Configuration, ProcessConfig } from '../../src/config/schema/process-config.js';

/** Reads a configuration text as the file `/project/shop/watchdog.yaml`. */
export function parse(text: string, environment: Readonly<Record<string, string>> = {}): Configuration {
  return parseConfiguration([{ file: '/project/shop/watchdog.yaml', text }], environment).configuration;
}

/** The one process of a configuration, called `api`, given the YAML below its name with an indentation of four. */
export function parseApi(body: string): ProcessConfig {
  return parse(`processes:\n  api:\n${body}`).processes[0]!;
}

/** What is wrong with a text; empty where nothing is. */
export function diagnosticsOf(text: string): readonly Diagnostic[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics;
    throw error;
  }
}

/** The same as `line:column message; hint`. */
export function complaintsOf(text: string): string[] {
  return diagnosticsOf(text).map((diagnostic) => `${diagnostic.line}:${diagnostic.column} ${problemText(diagnostic)}`);
}

/** What is wrong with one process called `api` that has a command and this line beside it. */
export function complaintsOfKey(line: string): string[] {
  return complaintsOf(`processes:\n  api:\n    command: x\n    ${line}\n`).map((complaint) => complaint.replace(/^4:\d+ /, ''));
}
