/** What a selector asks of a metric: `name{label="value"}`. */
export interface Matcher {
  readonly metric: string;
  readonly label: string;
  readonly isEqual: boolean;
  readonly value: string;
}

const OPERATORS = new Set(['and', 'or', 'unless', 'bool', 'offset']);
/** Labels that Prometheus itself gives to all that it scrapes. */
const OF_PROMETHEUS = new Set(['job', 'instance']);

/** The metrics that an expression names: all words that are no functions, no operators and no labels. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, '')
    .replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, '');
  const words = [...bare.matchAll(/\b[a-zA-Z_:][\w:]*\b(?!\s*\()/g)].map(([word]) => word);
  return [...new Set(words)].filter((word) => !OPERATORS.has(word));
}

/** All that an expression asks of the labels that the service gives. */
export function matchersIn(expression: string): Matcher[] {
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g)].flatMap(
    ([, metric = '', selector = '']) =>
      [...selector.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)]
        .map(([, label = '', operator, value = '']) => ({ metric, label, isEqual: operator === '=', value }))
        .filter(({ label }) => !OF_PROMETHEUS.has(label)),
  );
}
