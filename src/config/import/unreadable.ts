/** Why a file of another tool is not read, and what is instead. */
interface Words {
  /** What it is. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** Files that say how things are started in a language of their own, so that only their tools know what they mean. */
const kinds: readonly (readonly [name: RegExp, words: Words])[] = [
  [/^(GNUm|[Mm])akefile$/, programOf('a Makefile', 'make TARGET')],
  [/^\.?[Jj]ustfile$/, programOf('a justfile', 'just RECIPE')],
  [/^[Tt]askfile\.ya?ml$/, programOf('a Taskfile', 'task NAME')],
  [
    /^Tiltfile$/,
    {
      message: 'a Tiltfile is a program that only Tilt can run',
      hint: 'make processes of the serve_cmd of its local_resource(), and import a compose file with: watchdog init --from compose.yaml',
    },
  ],
  [
    /^(\.?devcontainer\.json|\.devcontainer)$/,
    {
      message: 'a devcontainer describes where you work, not what runs there',
      hint: 'start watchdog inside it, and import the compose file that it names with: watchdog init --from FILE',
    },
  ],
];

/** The names under which such files are found in a folder. */
export const unreadableNames = [
  '.devcontainer',
  '.devcontainer.json',
  'Tiltfile',
  'Makefile',
  'makefile',
  'GNUmakefile',
  'justfile',
  'Justfile',
  '.justfile',
  'Taskfile.yml',
  'Taskfile.yaml',
];

/** What is to say of a file that is not read; undefined for any other. */
export function unreadable(name: string): Words | undefined {
  return kinds.find(([pattern]) => pattern.test(name))?.[1];
}

/** What is said of a file that only its own tool can read. */
export function sayUnreadable(name: string): string {
  const words = unreadable(name);
  return words === undefined ? `${name} is not read` : `${name} is not read: ${words.message}; ${words.hint}`;
}

function programOf(what: string, command: string): Words {
  return {
    message: `${what} is a program that only its own tool can run`,
    hint: `make it a process: command: ${command}`,
  };
}
