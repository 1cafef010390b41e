import type { Watchdog } from '../../api/watchdog.js';
import { latencyBoundsMs } from '../../policy/health/latency.js';
import { processStateNames } from '../../policy/process/lifecycle.js';
import type { ProbeTrack } from '../../supervisor/health/history.js';
import { countedFailures, type ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Labels, MetricFamily } from './open-metrics.js';

/** One process or container, as it is measured. */
interface Measured {
  readonly row: ProcessSnapshot;
  readonly labels: Labels;
  readonly tracks: readonly ProbeTrack[];
  readonly lines: number;
}

/**
 * What is measured of the processes and containers of a project. Names and units of these stay as they are.
 * @param now monotonic milliseconds
 */
export function metricFamilies(watchdog: Watchdog, project: string, now: number): readonly MetricFamily[] {
  const all = watchdog.snapshots().map((row): Measured => {
    const { name, kind } = row;
    const tracks = watchdog.details(name)?.probes ?? [];
    return { row, labels: { name, kind }, tracks, lines: watchdog.log(name)?.nextSeq ?? 0 };
  });
  /** One figure for each of which there is one. */
  const each = (figure: (measured: Measured) => number | null) =>
    all.flatMap((measured) => {
      const value = figure(measured);
      return value === null ? [] : [{ labels: measured.labels, value }];
    });
  const states = (state: (row: ProcessSnapshot) => string) => all.map(({ row, labels }) => ({ labels, state: state(row) }));
  const checks = all.flatMap(({ labels, tracks }) =>
    tracks.flatMap(({ id, latency }) => (latency === undefined ? [] : [{ labels: { ...labels, check: id }, latency }])),
  );
  return [
    {
      name: 'watchdog_project',
      type: 'info',
      help: 'The project that is supervised.',
      figures: [{ labels: { project } }],
    },
    {
      name: 'watchdog_process_state',
      type: 'stateset',
      help: 'The state of a process or a container.',
      states: processStateNames,
      figures: states(({ state }) => state),
    },
    {
      name: 'watchdog_process_health',
      type: 'stateset',
      help: 'What its checks say; none without a check and while it does not run.',
      states: ['none', 'pending', 'healthy', 'unhealthy'],
      figures: states(({ health }) => health),
    },
    {
      name: 'watchdog_process_circuit',
      type: 'stateset',
      help: 'Its circuit breaker; open means that nothing restarts it for now.',
      states: ['closed', 'open', 'half_open'],
      figures: states(({ circuit }) => circuit.state),
    },
    gauge(
      'watchdog_process_desired_up',
      'Whether it is to run.',
      each(({ row }) => Number(row.desired === 'up')),
    ),
    counter(
      'watchdog_process_restarts',
      'Starts after the first since watchdog started, for whatever reason.',
      each(({ row }) => Math.max(0, row.startCount - 1)),
    ),
    gauge(
      'watchdog_process_failures_in_row',
      'Failures since its last success.',
      each(({ row }) => row.failuresInRow),
    ),
    gauge(
      'watchdog_process_circuit_failures',
      'Failures inside the window of its circuit breaker.',
      each(({ row }) => countedFailures(row.circuit, now)),
    ),
    {
      ...gauge(
        'watchdog_process_uptime_seconds',
        'For how long it has been running; 0 while it does not.',
        each(({ row }) => (row.since === null ? 0 : seconds(now - row.since))),
      ),
      unit: 'seconds',
    },
    {
      ...gauge(
        'watchdog_process_ready_after_seconds',
        'How long its present run took to be ready.',
        each(({ row }) => (row.readyAfterMs == null ? null : seconds(row.readyAfterMs))),
      ),
      unit: 'seconds',
    },
    {
      name: 'watchdog_process_check_duration_seconds',
      type: 'histogram',
      unit: 'seconds',
      help: 'How long its health checks took to answer.',
      bounds: latencyBoundsMs.map(seconds),
      figures: checks.map(({ labels, latency: { upTo, count, sumMs } }) => ({ labels, upTo, count, sum: seconds(sumMs) })),
    },
    counter(
      'watchdog_process_check_failures',
      'Health checks that failed.',
      checks.map(({ labels, latency }) => ({ labels, value: latency.failed })),
    ),
    {
      ...gauge(
        'watchdog_process_cpu_ratio',
        'Processor time that its tree uses, in cores.',
        each(({ row }) => (row.cpu === null ? null : row.cpu / 100)),
      ),
      unit: 'ratio',
    },
    {
      ...gauge(
        'watchdog_process_memory_bytes',
        'Resident memory of its tree.',
        each(({ row }) => row.memory),
      ),
      unit: 'bytes',
    },
    counter(
      'watchdog_process_log_lines',
      'Lines of its log, those of watchdog among them.',
      each(({ lines }) => lines),
    ),
    counter(
      'watchdog_process_log_errors',
      'Lines of its log that were found to be errors.',
      each(({ row }) => row.errors),
    ),
  ];
}

type Figures = readonly { readonly labels: Labels; readonly value: number }[];

function gauge(name: string, help: string, figures: Figures): MetricFamily {
  return { name, type: 'gauge', help, figures };
}

function counter(name: string, help: string, figures: Figures): MetricFamily {
  return { name, type: 'counter', help, figures };
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
