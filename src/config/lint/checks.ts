import type { ProbePolicy } from '../../policy/health/probing.js';
import { writtenDuration } from '../../policy/words/duration.js';
import type { ProbeConfig } from '../schema/process-config.js';
import { type Finding, isWritten, type LintedProcess } from './finding.js';

/** What only means something for a check that is asked again and again. */
const repeatedKeys = ['interval', 'timeout', 'threshold', 'successThreshold', 'startPeriod', 'startInterval'] as const;

/** A process that needs longer to start is taken for one that never becomes healthy. */
const longestStartMs = 3_600_000;

/** Settings of checks that decide nothing, or against each other. */
export function checkFindings(process: LintedProcess): readonly Finding[] {
  return process.policy.probes.flatMap((probe, index) => {
    const key = probe.id === 'health' ? 'healthCheck' : probe.id;
    const findings = probe.awaits === null ? repeatedFindings(process, key, probe) : awaitedFindings(process, key);
    const asked = process.config.probes[index];
    return [...findings, ...bodyFindings(key, asked), ...emptyFindings(key, asked)];
  });
}

/** What is asked by HEAD is answered without a body. */
function bodyFindings(check: string, probe: ProbeConfig | undefined): readonly Finding[] {
  if (probe?.kind !== 'http' || probe.method !== 'HEAD') return [];
  const wanted = (['contains', 'matches'] as const).filter((key) => probe[key] !== null);
  return wanted.map((key) => ({
    key: [check, 'http', key],
    message: `${check}.http.${key} never holds, since an answer to HEAD has no body`,
    hint: 'ask with GET, or leave it out',
  }));
}

/** What is found in any text. */
function emptyFindings(check: string, probe: ProbeConfig | undefined): readonly Finding[] {
  if (probe?.kind === 'log' && probe.pattern === '') {
    const message = `${check}.log: an empty expression matches any line`;
    return [{ key: [check, 'log'], message, hint: 'write a part of the line that shows that it is ready' }];
  }
  if (probe?.kind !== 'http') return [];
  const empty = (['contains', 'matches'] as const).filter((key) => probe[key] === '');
  return empty.map((key) => ({
    key: [check, 'http', key],
    message: `${check}.http.${key} is empty, which any answer has`,
    hint: 'write a part of a good answer, or leave it out',
  }));
}

function awaitedFindings(process: LintedProcess, check: string): readonly Finding[] {
  const message = 'it has no effect on a check that waits for one line and is not repeated';
  return repeatedKeys
    .filter((key) => isWritten(process, check, key))
    .map((key) => ({ key: [check, key], message: `${check}.${key}: ${message}`, hint: 'leave it out' }));
}

function repeatedFindings(process: LintedProcess, check: string, probe: ProbePolicy): readonly Finding[] {
  const { timeoutMs, intervalMs, startIntervalMs, startPeriodMs } = probe;
  const [timeout, interval, startPeriod] = [timeoutMs, intervalMs, startPeriodMs].map(writtenDuration);
  const findings: Finding[] = [];
  // The usual timeout beside a short interval says nothing about how long its answers take.
  if (timeoutMs > intervalMs && isWritten(process, check, 'timeout')) {
    const message = `${check}: a check may take ${timeout} and is due every ${interval}; one that hangs delays those after it`;
    findings.push({ key: [check, 'timeout'], message, hint: `make timeout at most ${interval}, or interval ${timeout}` });
  }
  if (startIntervalMs > intervalMs && isWritten(process, check, 'startInterval')) {
    const message = `${check}.startInterval has no effect, since interval is shorter (${interval})`;
    findings.push({ key: [check, 'startInterval'], message, hint: 'make it shorter, or leave it out' });
  }
  if (startPeriodMs > longestStartMs) {
    const message = `${check}.startPeriod: for ${startPeriod} no failure counts, so that what never becomes healthy is not noticed`;
    findings.push({ key: [check, 'startPeriod'], message, hint: 'make it about as long as the slowest start takes' });
  }
  return findings;
}
