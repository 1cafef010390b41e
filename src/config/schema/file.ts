import * as z from 'zod';
import { isContainerName, isServiceName } from '../../policy/container/name.js';
import { quote } from '../problems/words.js';
import { containers } from './containers.js';
import { hooks } from './hooks.js';
import { type Complaint, closedMap, env, readable, rule, text } from './parts.js';
import { processSchema } from './process.js';
import { theme } from './theme.js';

/** The name of a process. */
export const processName = z
  .string()
  .superRefine(rule(nameComplaint))
  .meta({ pattern: '^(?!-|container:|service:)[^\\u0000-\\u001f\\u007f-\\u009f]+$' });

/** The whole of watchdog.yaml: the one source of its types, defaults, messages, JSON Schema and of docs/configuration.md. */
export const configurationSchema = closedMap({
  name: readable.optional().describe('Name of the project, shown in the header; by default the name of the folder'),
  env: env.default({}).describe('Environment variables of all processes; null unsets one'),
  envFile: z
    .array(text)
    .default([])
    .describe(
      'Files of variables for all processes, and to put into strings; later ones win, and one whose name ends in "?" may be missing',
    ),
  notify: closedMap({
    bell: z.boolean().default(true).describe('Ring the terminal when a circuit opens or a process fails'),
    desktop: z.boolean().default(true).describe('Show a notification on the desktop then, by the terminal or by notify-send'),
  })
    .prefault({})
    .describe('How the user is notified of trouble outside of the dashboard'),
  secrets: z
    .array(text)
    .default([])
    .describe('Names of variables to mask beside those with TOKEN, SECRET, PASSWORD or KEY in them; * matches any text'),
  cgroups: z
    .boolean()
    .default(true)
    .describe('Keep each process and all that it starts in a control group of its own, where Linux allows it; false: never'),
  hooks: hooks
    .prefault({})
    .describe("Shell commands that are run in the file's folder at what happens to any process; nothing waits for them"),
  theme: theme
    .prefault('auto')
    .describe(
      'Colours of the dashboard; auto, the default: dark or light as the background of the terminal is; a map has single colours',
    ),
  keys: z
    .record(
      z.string(),
      z.union([text, z.array(text)]).transform((keys) => (typeof keys === 'string' ? [keys] : keys)),
    )
    .default({})
    .describe('Other keys for commands, by the names that `watchdog keys` prints; an empty list takes the key away'),
  defaults: processSchema.optional().describe('Any key of a process, for all that do not give it themselves'),
  processes: z.record(processName, processSchema).describe('The processes by name'),
  containers: containers.optional().describe('Containers of Docker or Podman to supervise beside the processes'),
});

/** What the schema completes of watchdog.yaml but for its processes, which need the defaults first. */
export type ConfigurationParts = Omit<z.output<typeof configurationSchema>, 'processes' | 'defaults'>;

function nameComplaint(name: string): Complaint | undefined {
  if (name === '') return { message: 'the name of a process is empty' };
  const start = `the process name ${quote(name)}`;
  if (/[\x00-\x1f\x7f-\x9f]/.test(name)) return { message: `${start} contains a control character` };
  if (name.startsWith('-')) return { message: `${start} begins with "-"`, hint: 'it would read like an option' };
  if (isContainerName(name)) return { message: `${start} begins with "container:"`, hint: 'that is how containers are called' };
  if (isServiceName(name))
    return { message: `${start} begins with "service:"`, hint: 'that is how services of a Swarm are called' };
  return undefined;
}
