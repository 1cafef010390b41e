import type { ProcessConfig } from '../schema/process-config.js';
import { type Finding, isWritten, type LintedProcess } from './finding.js';
import { mayBeMade, type PreviewWatch } from './watching.js';

/** What the disk says about the paths of a configuration. */
export interface Disk {
  readonly previewWatch: PreviewWatch;
  /** Whether there is a folder at this absolute path. */
  isFolder(path: string): boolean;
  /** Whether there is a file at this absolute path. */
  isFile(path: string): boolean;
  /** Whether a program, by its path or its name, can be run as this process runs it. */
  canRun(program: string, config: ProcessConfig): boolean;
}

/** A folder, file or shell that is not there, unless something before the process may make it. */
export function missingFindings(
  process: LintedProcess,
  others: ReadonlyMap<string, ProcessConfig>,
  disk: Disk,
): readonly Finding[] {
  const { config } = process;
  if (!disk.isFolder(config.cwd)) {
    if (mayBeMade(config.cwd, config, others) || !isWritten(process, 'cwd')) return [];
    const message = `cwd: there is no folder ${config.cwd}, so that it cannot start`;
    return [{ key: ['cwd'], message, hint: "cwd is relative to the file's folder; fix it, or make the folder" }];
  }
  return [...certificateFindings(process, others, disk), ...shellFindings(process, disk)];
}

function certificateFindings(
  { config, policy }: LintedProcess,
  others: ReadonlyMap<string, ProcessConfig>,
  disk: Disk,
): readonly Finding[] {
  return config.probes.flatMap((probe, index): Finding[] => {
    if (probe.kind !== 'http' || probe.ca === null) return [];
    if (disk.isFile(probe.ca) || mayBeMade(probe.ca, config, others)) return [];
    const id = policy.probes[index]!.id;
    const check = id === 'health' ? 'healthCheck' : id;
    const message = `${check}.http.ca: there is no file ${probe.ca}, so that the check fails`;
    return [{ key: [check, 'http', 'ca'], message, hint: 'ca is relative to cwd; fix it, or make the file' }];
  });
}

function shellFindings({ config }: LintedProcess, disk: Disk): readonly Finding[] {
  const { shell } = config;
  if (typeof shell !== 'string' || disk.canRun(shell, config)) return [];
  const message = `shell: there is no program ${shell}, so that it cannot start`;
  return [{ key: ['shell'], message, hint: 'install it, or name another shell' }];
}
