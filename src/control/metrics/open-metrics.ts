/** The labels of a metric, such as `{name: "api", kind: "process"}`. */
export type Labels = Readonly<Record<string, string>>;

/** One figure with its labels. */
interface Figure {
  readonly labels: Labels;
  readonly value: number;
}

/** In which of some states something is. */
interface StateFigure {
  readonly labels: Labels;
  readonly state: string;
}

/** How many figures there were up to each bound. */
interface HistogramFigure {
  readonly labels: Labels;
  /** Figures at most as large as the bound at that place; as many as there are bounds. */
  readonly upTo: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** Metrics of one name. The name ends with its unit where it has one. */
export type MetricFamily = {
  /** Without the ending that its type adds, such as `_total`. */
  readonly name: string;
  readonly help: string;
  readonly unit?: 'seconds' | 'bytes' | 'ratio';
} & (
  | { readonly type: 'gauge' | 'counter'; readonly figures: readonly Figure[] }
  | { readonly type: 'info'; readonly figures: readonly { readonly labels: Labels }[] }
  | { readonly type: 'stateset'; readonly states: readonly string[]; readonly figures: readonly StateFigure[] }
  | { readonly type: 'histogram'; readonly bounds: readonly number[]; readonly figures: readonly HistogramFigure[] }
);

/** The media type of the text. */
export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * Families as OpenMetrics text.
 * Source: https://github.com/prometheus/OpenMetrics, specification 1.0, "Text format".
 */
export function openMetricsText(families: readonly MetricFamily[]): string {
  return `${families.flatMap(familyLines).join('\n')}\n# EOF\n`;
}

function familyLines(family: MetricFamily): readonly string[] {
  const { name, type, unit, help } = family;
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samplesOf(family),
  ];
}

function samplesOf(family: MetricFamily): readonly string[] {
  const { name } = family;
  switch (family.type) {
    case 'gauge':
      return family.figures.map(({ labels, value }) => sample(name, labels, value));
    case 'counter':
      return family.figures.map(({ labels, value }) => sample(`${name}_total`, labels, value));
    case 'info':
      return family.figures.map(({ labels }) => sample(`${name}_info`, labels, 1));
    case 'stateset':
      return family.figures.flatMap(({ labels, state }) =>
        family.states.map((each) => sample(name, { ...labels, [name]: each }, each === state ? 1 : 0)),
      );
    case 'histogram':
      return family.figures.flatMap(({ labels, upTo, count, sum }) => [
        ...family.bounds.map((bound, index) => sample(`${name}_bucket`, { ...labels, le: float(bound) }, upTo[index] ?? count)),
        sample(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
        sample(`${name}_count`, labels, count),
        sample(`${name}_sum`, labels, sum),
      ]);
  }
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

/** A bound as the specification writes it, with a point. */
function float(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function escaped(text: string): string {
  return Buffer.from(text)
    .toString()
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
