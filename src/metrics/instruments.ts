import type { Metric, Registry } from 'prom-client';

/** One figure. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One line of what is scraped; its name where that is another than the instrument's. */
type Line = Sample & { readonly metricName?: string };

/** Which labels figures have, and what they are called. */
interface Description {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/**
 * The instruments of one registry. Those that are counted on every statement and every request keep their figures in
 * fields: prom-client makes a text of the labels each time, which takes longer than all the rest.
 */
export class Instruments {
  constructor(private readonly registry: Registry) {}

  /** What is read at the moment when it is asked for. */
  gauge(name: string, help: string, read: () => readonly Sample[]): void {
    this.add('gauge', name, help, read);
  }

  /** The same for what only grows. */
  readCounter(name: string, help: string, read: () => readonly Sample[]): void {
    this.add('counter', name, help, read);
  }

  counter({ name, help, labels }: Description): Tally<Count> {
    const tally = new Tally(labels, () => ({ value: 0 }));
    this.add('counter', name, help, () => tally.map((of, { value }) => ({ labels: of, value })));
    return tally;
  }

  histogram({ name, help, labels }: Description, bounds: readonly number[]): Tally<Distribution> {
    const tally = new Tally(labels, () => new Distribution(bounds));
    this.add('histogram', name, help, () => tally.map((of, figure) => figure.lines(name, of)).flat());
    return tally;
  }

  private add(
    type: 'gauge' | 'counter' | 'histogram',
    name: string,
    help: string,
    read: () => readonly Line[],
  ): void {
    const aggregator = 'sum';
    const get = async (): Promise<object> => ({ name, help, type, aggregator, values: read() });
    // All that a registry asks of a metric.
    this.registry.registerMetric({ name, help, type, aggregator, get } as unknown as Metric);
  }
}

export interface Count {
  value: number;
}

/** Figures by the values of labels, which have to be few: each keeps its place for the life of the process. */
export class Tally<Figure> {
  private readonly root = new Map<string, unknown>();
  private readonly all: { readonly labels: Record<string, string>; readonly figure: Figure }[] = [];

  constructor(
    private readonly names: readonly string[],
    private readonly make: () => Figure,
  ) {}

  /** @param values of the labels, in their order */
  at(...values: readonly string[]): Figure {
    let node = this.root;
    for (let i = 0; i < values.length - 1; i += 1) {
      let next = node.get(values[i] ?? '') as Map<string, unknown> | undefined;
      if (!next) node.set(values[i] ?? '', (next = new Map<string, unknown>()));
      node = next;
    }
    const last = values.at(-1) ?? '';
    return (node.get(last) as Figure | undefined) ?? this.add(node, last, values);
  }

  map<T>(read: (labels: Record<string, string>, figure: Figure) => T): T[] {
    return this.all.map(({ labels, figure }) => read(labels, figure));
  }

  private add(node: Map<string, unknown>, last: string, values: readonly string[]): Figure {
    const figure = this.make();
    node.set(last, figure);
    const labels = Object.fromEntries(this.names.map((name, i) => [name, values[i] ?? '']));
    this.all.push({ labels, figure });
    return figure;
  }
}

/** How values are spread, by upper bounds in ascending order. */
export class Distribution {
  /** Of each bucket alone; the last one has no bound. */
  readonly counts: number[];
  sum = 0;

  constructor(readonly bounds: readonly number[]) {
    this.counts = Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let i = 0;
    while (i < bounds.length && value > (bounds[i] ?? Infinity)) i += 1;
    counts[i] = (counts[i] ?? 0) + 1;
    this.sum += value;
  }

  /** As Prometheus has histograms: each bucket counts what is in those below it, too. */
  lines(name: string, labels: Readonly<Record<string, string>>): Line[] {
    let count = 0;
    const buckets = this.counts.map((counted, i): Line => {
      count += counted;
      const bound = this.bounds[i];
      const le = bound === undefined ? '+Inf' : String(bound);
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}
