/** A path with its parameters in braces (RFC 6570, level 1). */
export interface PathTemplate {
  readonly parameters: readonly string[];
  /** The same for paths that differ in the names of their parameters alone. */
  readonly form: string;
  /** Why it is not well-formed; null when it is. */
  readonly fault: string | null;
}

export function readPathTemplate(path: string): PathTemplate {
  const parameters = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
  const form = path.replaceAll(/\{[^{}]*\}/g, '{}');
  return { parameters, form, fault: faultOf(parameters, form) };
}

function faultOf(parameters: readonly string[], form: string): string | null {
  if (/[{}]/.test(form.replaceAll('{}', ''))) return 'Its braces do not match.';
  if (parameters.includes('')) return 'A pair of braces has no name in it.';
  if (new Set(parameters).size < parameters.length) return 'A parameter is in it twice.';
  if (/[?#]/.test(form)) return 'It has a query string or a fragment.';
  return null;
}
