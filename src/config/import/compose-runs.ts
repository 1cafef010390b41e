const run = /\bdocker(?:-|\s+)compose\b([^;&|\n]*)/g;
/** Options of docker compose that take a value. */
const withValue =
  /^(-f|--file|-p|--project-name|--profile|--env-file|--project-directory|--ansi|--parallel|--progress|-t|--timeout|--scale|--wait-timeout|--attach|--no-attach|--exit-code-from|--pull)$/;

/** The services that a command starts by docker compose; none named means all, undefined that it starts none. */
export function composeServicesIn(command: string): readonly string[] | undefined {
  for (const [, rest = ''] of command.matchAll(run)) {
    const words = rest.trim().split(/\s+/);
    const plain: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const quoted = words[at]!;
      const word = quoted.replace(/^["']|["']$/g, '');
      // The quote that closes was opened before docker: the command of another's argument ends here.
      const isLast = /["']$/.test(quoted) && !/^["']/.test(quoted);
      if (withValue.test(word)) at += 1;
      else if (word !== '' && !word.startsWith('-') && !/[<>]/.test(word)) plain.push(word);
      if (isLast) break;
    }
    const [verb, ...services] = plain;
    if (verb === 'up' || verb === 'start') return services;
    if (verb === 'run') return services.slice(0, 1);
  }
  return undefined;
}
