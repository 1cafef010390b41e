import { describe, expect, it } from 'vitest';
import { type MetricFamily, openMetricsText } from '../../../src/control/metrics/open-metrics.js';
import { parseOpenMetrics } from '../../fixtures/open-metrics-parser.js';
import { settle } from '../../ports/fake-spawner.js';
import { ControlStage } from '../control-stage.js';

async function metricsOf(control: ControlStage) {
  const families = new Map(parseOpenMetrics(await control.client.metrics()).map((family) => [family.name, family]));
  const labelled = (family: string, labels: Record<string, string>) =>
    families
      .get(family)
      ?.samples.filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value));
  return { families, labelled, of: (family: string, labels = {}) => labelled(family, labels)?.map(({ value }) => value) };
}

describe('The metrics of the control socket', () => {
  it('are OpenMetrics: states, restarts, uptime, health, the latency of checks, logs and the circuit', async () => {
    await using control = await ControlStage.open();
    const { stage } = control;
    stage.register({ healthCheck: { http: 'http://localhost:1/', interval: 1000, startInterval: 1000 } });
    stage.watchdog.register({ name: 'we"ird\\', command: 'other', autoStart: false });
    await stage.start();
    await stage.advance(40);
    stage.probes.pending.at(-1)!.answer({ ok: true, message: '' });
    await settle();
    await stage.advance(1000);
    await stage.advance(300);
    stage.probes.pending.at(-1)!.answer({ ok: false, message: 'HTTP 503' });
    await settle();
    stage.spawner.last.print('one\ntwo\n');
    const { of, labelled, families } = await metricsOf(control);
    const documents = (await control.client.metricFamilies()) as MetricFamily[];
    expect(documents.map(({ name, type }) => ({ name, type }))).toEqual(
      [...families.values()].map(({ name, type }) => ({ name, type })),
    );
    expect(documents.find(({ name }) => name === 'watchdog_process_state')).toMatchObject({
      figures: [{ labels: { name: 'api', kind: 'process' }, state: 'running' }, { state: 'stopped' }],
    });
    expect(of('watchdog_project', { project: 'shop' })).toEqual([1]);
    expect(of('watchdog_process_state', { name: 'api', watchdog_process_state: 'running' })).toEqual([1]);
    expect(of('watchdog_process_state', { name: 'api' })).toHaveLength(10);
    expect(of('watchdog_process_state', { name: 'we"ird\\', watchdog_process_state: 'stopped' })).toEqual([1]);
    expect(of('watchdog_process_health', { name: 'api', watchdog_process_health: 'healthy' })).toEqual([1]);
    expect(of('watchdog_process_circuit', { name: 'api', watchdog_process_circuit: 'closed' })).toEqual([1]);
    expect(of('watchdog_process_desired_up')).toEqual([1, 0]);
    expect(of('watchdog_process_uptime_seconds', { name: 'api' })).toEqual([1.34]);
    expect(of('watchdog_process_ready_after_seconds')).toEqual([0.04]);
    expect(of('watchdog_process_log_lines', { name: 'api' })).toEqual([3]);
    expect(of('watchdog_process_check_failures')).toEqual([1]);
    const latency = labelled('watchdog_process_check_duration_seconds', { name: 'api', check: 'health' })!;
    const upTo = Object.fromEntries(latency.map(({ name, labels, value }) => [labels.le ?? name, value]));
    expect(upTo).toMatchObject({
      '0.025': 0,
      '0.05': 1,
      '0.25': 1,
      '0.5': 2,
      '10.0': 2,
      '+Inf': 2,
      watchdog_process_check_duration_seconds_sum: 0.34,
    });
    expect([...families.values()].filter(({ help }) => help === '')).toEqual([]);
  });

  it('count starts after the first, and failures', async () => {
    await using control = await ControlStage.open();
    const { stage } = control;
    stage.register();
    await stage.start();
    await stage.crash();
    await stage.advance(1000);
    const { of } = await metricsOf(control);
    expect(of('watchdog_process_restarts')).toEqual([1]);
    expect(of('watchdog_process_failures_in_row')).toEqual([1]);
    expect(of('watchdog_process_circuit_failures')).toEqual([1]);
  });

  it('keep their names and units', async () => {
    await using control = await ControlStage.open();
    const { families } = await metricsOf(control);
    expect([...families.values()].map(({ name, type, unit }) => [name, type, unit].join(' ').trim())).toEqual([
      'watchdog_project info',
      'watchdog_process_state stateset',
      'watchdog_process_health stateset',
      'watchdog_process_circuit stateset',
      'watchdog_process_desired_up gauge',
      'watchdog_process_restarts counter',
      'watchdog_process_failures_in_row gauge',
      'watchdog_process_circuit_failures gauge',
      'watchdog_process_uptime_seconds gauge seconds',
      'watchdog_process_ready_after_seconds gauge seconds',
      'watchdog_process_check_duration_seconds histogram seconds',
      'watchdog_process_check_failures counter',
      'watchdog_process_cpu_ratio gauge ratio',
      'watchdog_process_memory_bytes gauge bytes',
      'watchdog_process_log_lines counter',
      'watchdog_process_log_errors counter',
    ]);
  });
});

describe('The parser of this test', () => {
  const family: MetricFamily = { name: 'x', type: 'gauge', help: 'x', figures: [{ labels: { a: 'b' }, value: 1 }] };
  const text = openMetricsText([family]);
  it.each([
    ['a text without its end', text.replace('# EOF\n', '')],
    ['a sample of another name', text.replace('x{', 'y{')],
    ['a counter without _total', text.replace('TYPE x gauge', 'TYPE x counter')],
    ['a sample twice', text.replace('x{a="b"} 1\n', 'x{a="b"} 1\nx{a="b"} 1\n')],
    ['a quote in a label', text.replace('"b"', '"b"b"')],
    ['a unit that the name does not end with', text.replace('# HELP', '# UNIT x seconds\n# HELP')],
    ['interleaved families', `${openMetricsText([family, { ...family, name: 'y' }]).replace('# EOF\n', '')}# HELP x x\n# EOF\n`],
  ])('refuses %s', (_, broken) => {
    expect(() => parseOpenMetrics(broken)).toThrow();
  });
});
