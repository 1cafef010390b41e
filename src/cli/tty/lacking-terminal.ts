interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { readonly isTTY?: boolean };
}

/** Why no dashboard can be shown, as the first half of a sentence; undefined where one can. */
export function lackingTerminal({ stdin, stdout }: Streams, { TERM }: NodeJS.ProcessEnv): string | undefined {
  if (stdin.isTTY !== true || stdout.isTTY !== true) return 'no terminal for a dashboard';
  return TERM === 'dumb' ? 'TERM=dumb cannot show a dashboard' : undefined;
}
