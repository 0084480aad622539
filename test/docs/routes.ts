/** The paths of an OpenAPI document. */
export type Operations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Route {
  /** Empty where none is told. */
  readonly method: string;
  /** Without a query; it begins with `...` where the page leaves out how it begins. */
  readonly path: string;
}

/** Folders of a system, which are no routes. */
const FOLDER = /^\/(dev|etc|tmp|var|usr|work|data|run|proc|app)\b/;
/** Places in a document (RFC 6901), and what only looks like a route. */
const POINTER = /[~\\(*<]|^\/(paths|components|waitSeconds)\b/;
/** What collectors of traces are asked for, and what is answered where a variable says so. */
const ELSEWHERE = new Set(['/v1/traces', '/metrics']);

/** The route that a text is, such as `POST .../publish {}`; null when it is none. */
export function routeIn(text: string): Route | null {
  const [, method = '', path = ''] =
    /^(?:(GET|HEAD|POST|PUT|PATCH|DELETE) )?((?:\.\.\.)?\/[^\s?]*)(?:\?\S*)?(?: .*)?$/.exec(text) ?? [];
  if (path === '' || FOLDER.test(path) || POINTER.test(path) || ELSEWHERE.has(path)) return null;
  return { method, path };
}

/** Whether an operation has this route, or one that ends so where the page tells the beginning elsewhere. */
export function isOperation(paths: Operations, { method, path }: Route): boolean {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '...');
  const isPart = path.startsWith('...') || (method !== '' && !/^\/(v1|health)\b/.test(path));
  return Object.entries(paths).some(([template, methods]) => {
    const parts = template.split('/').slice(1);
    if (isPart ? parts.length < segments.length : parts.length !== segments.length) return false;
    const end = parts.slice(parts.length - segments.length);
    return (
      (method === '' || method.toLowerCase() in methods) &&
      end.every((part, i) => part === segments[i] || part.startsWith('{'))
    );
  });
}
