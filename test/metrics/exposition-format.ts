/** One line of what Prometheus reads. */
export interface Figure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric with its lines. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly figures: Figure[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const HELP = new RegExp(`^# HELP (${NAME}) (.+)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const FIGURE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/**
 * Reads the text format of Prometheus (docs/instrumenting/exposition_formats.md of its documentation) strictly: each
 * metric has a help and a type, in front of its lines, and is there once; each line is there once.
 *
 * @throws Error that quotes the line
 */
export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let help: RegExpExecArray | null = null;
  let family: Family | null = null;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const type = TYPE.exec(line);
    if (HELP.test(line)) {
      help = HELP.exec(line);
    } else if (type) {
      const [, name = '', of = ''] = type;
      if (help?.[1] !== name) throw new Error(`no help in front of it: ${line}`);
      if (families.has(name)) throw new Error(`for the second time: ${line}`);
      family = { name, type: of, help: help[2] ?? '', figures: [] };
      families.set(name, family);
    } else {
      const figure = parseFigure(line);
      const names = family && (SUFFIXES[family.type] ?? ['']).map((suffix) => family?.name + suffix);
      if (!family || !names?.includes(figure.name)) throw new Error(`belongs to nothing: ${line}`);
      const key = `${figure.name}${JSON.stringify(Object.entries(figure.labels))}`;
      if (seen.has(key)) throw new Error(`for the second time: ${line}`);
      seen.add(key);
      family.figures.push(figure);
    }
  }
  return families;
}

function parseFigure(line: string): Figure {
  const [, name, inBraces = '', number = ''] = FIGURE.exec(line) ?? [];
  if (name === undefined) throw new Error(`no line of a metric: ${line}`);
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inBraces.length) {
    const [, label, value = ''] = LABEL.exec(inBraces) ?? [];
    if (label === undefined || label in labels) throw new Error(`labels are malformed: ${line}`);
    labels[label] = value;
  }
  const value = number === '+Inf' ? Infinity : number === '-Inf' ? -Infinity : Number(number);
  // prom-client writes Nan where Prometheus itself has NaN, and Prometheus takes both.
  if (Number.isNaN(value) && number.toLowerCase() !== 'nan') throw new Error(`no number: ${line}`);
  return { name, labels, value };
}
