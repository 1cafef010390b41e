/**
 * The commands that only ask a running watchdog, or print what needs none. They have a file of their own in the built program, a tenth
 * of the whole, so that they start sooner.
 */
const small = [
  ...[
    'status',
    'ps',
    'logs',
    'start',
    'stop',
    'restart',
    'kill',
    'reset',
    'signal',
    'down',
    'why',
    'reload',
    'wait',
    'events',
    'timing',
    'metrics',
    'scale',
    'open',
    'mcp',
  ],
  ...['--version', '-V', '--help', '-h', 'help', 'completion'],
];

const large = ['attach', 'run', 'replay', 'bundle', 'init', 'check', 'simulate', 'schema', 'export', 'keys'];

/** What a run of processes has no screen with. */
const headless = ['--headless', '--exit-when-done'];

/**
 * The file of the built program that a command line needs, and the command by its name: for what starts processes `up`, or `up-headless`
 * where there is no screen.
 * @param args of the command line
 * @param onTerminal whether what it prints goes to a terminal
 */
export function whatToLoad(
  args: readonly string[],
  onTerminal: boolean,
): {
  readonly file: './small.cjs' | './program.cjs';
  /** The files beside it with what that loads late. */
  readonly others: readonly ('late.cjs' | 'schema.cjs')[];
  readonly command: string;
} {
  const [first] = args;
  if (first !== undefined && small.includes(first)) return { file: './small.cjs', others: [], command: first };
  // Anything else starts processes.
  const hasScreen = onTerminal && !args.some((arg) => headless.includes(arg));
  return {
    file: './program.cjs',
    others: ['late.cjs', 'schema.cjs'],
    command: first !== undefined && large.includes(first) ? first : hasScreen ? 'up' : 'up-headless',
  };
}
