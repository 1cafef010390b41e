/** The line that a shell gets: the command as it is, and its arguments quoted. */
export function shellLine({ command, args }: { readonly command: string; readonly args: readonly string[] }): string {
  return [command, ...args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)].join(' ');
}
