import type { HttpProbe, TcpProbe } from '../../../ports/probe-runner.js';
import type { ProbeConfig } from '../../schema/process-config.js';
import { variablesIn } from './references.js';

/**
 * A check as a command of the shell that ends with 0 when it passes; undefined where no command can ask that. It takes what there is
 * of curl, wget, nc and bash, since it runs where only little may be installed.
 * @param timeoutMs time after which it counts as failed
 */
export function checkCommand(probe: ProbeConfig, timeoutMs: number): string | undefined {
  switch (probe.kind) {
    case 'exec':
      return probe.command;
    case 'tcp':
      return portCommand(probe);
    case 'http':
      return requestCommand(probe, Math.max(1, Math.ceil(timeoutMs / 1000)));
    case 'log':
    case 'fd':
    case 'function':
      return undefined;
  }
}

/** What an HTTP check says that the command cannot ask. */
export function unasked(probe: HttpProbe): readonly string[] {
  return [
    ...(isUsualStatus(probe) ? [] : ['status']),
    ...(probe.method === 'GET' ? [] : ['method']),
    ...(probe.ca === null ? [] : ['ca']),
  ];
}

/** Whether it takes the answers that curl and Kubernetes take too. */
export function isUsualStatus({ status }: HttpProbe): boolean {
  return status.length === 1 && status[0]![0] === 200 && status[0]![1] === 399;
}

function portCommand({ host, port }: TcpProbe): string {
  const where = shellQuoted(host);
  return `if command -v nc >/dev/null; then nc -z ${where} ${port}; else bash -c ${shellQuoted(`</dev/tcp/${host}/${port}`)} 2>/dev/null; fi`;
}

function requestCommand({ url, headers, contains, matches, insecure }: HttpProbe, seconds: number): string {
  const headerOption = (option: string): string =>
    Object.entries(headers)
      .map(([name, value]) => ` ${option} ${shellQuoted(`${name}: ${value}`)}`)
      .join('');
  const curl = `curl -fsS${insecure ? 'k' : ''} -m ${seconds}${headerOption('-H')} ${shellQuoted(url)}`;
  const wget = `wget -q -T ${seconds}${insecure ? ' --no-check-certificate' : ''}${headerOption('--header')} -O - ${shellQuoted(url)}`;
  const asked = `if command -v curl >/dev/null; then ${curl}; else ${wget}; fi`;
  if (contains !== null) return `{ ${asked}; } | grep -qF -e ${shellQuoted(contains)}`;
  if (matches !== null) return `{ ${asked}; } | grep -qE -e ${shellQuoted(matches)}`;
  return `{ ${asked}; } >/dev/null`;
}

/** A word of the shell that stands for exactly this text; references in it are inside single quotes. */
export function shellQuoted(text: string): string {
  const isPlain = /^[\w@%+=:,./-]+$/.test(text) && variablesIn(text).length === 0;
  return isPlain ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
