import { SqlError } from './sql-error';

/** Where a lexeme stands in a document, and how much it weighs there: A, B, C, or D by default. */
export interface Place {
  readonly position: number;
  readonly weight: string;
}

/** Lexemes with their places, in the order of their bytes. */
export type Lexemes = ReadonlyMap<string, readonly Place[]>;

export type TextQuery =
  | { readonly kind: 'lexeme'; readonly lexeme: string; readonly prefix: boolean; readonly weights: string }
  | { readonly kind: 'not'; readonly operand: TextQuery }
  | { readonly kind: 'and' | 'or'; readonly left: TextQuery; readonly right: TextQuery }
  | {
      readonly kind: 'phrase';
      readonly left: TextQuery;
      readonly right: TextQuery;
      readonly distance: number;
    };

const MAX_POSITION = 16_383;
const WORD =
  /\s*(?:'((?:[^'\\]|''|\\.)*)'|((?:[^\s':\\]|\\.)+))(?::(\d+[A-Da-d]?(?:,\d+[A-Da-d]?)*))?(?=\s|$)/suy;

/** @throws SqlError 42601 */
export function readVector(text: string): Lexemes {
  const places: [string, Place[]][] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (!match) throw new SqlError('42601', `syntax error in tsvector: "${text}"`);
    const [, quoted, bare = '', listed] = match;
    at = WORD.lastIndex;
    places.push([unquote(quoted ?? bare), (listed?.split(',') ?? []).map(readPlace)]);
  }
  return lexemesOf(places);
}

function readPlace(text: string): Place {
  const position = Math.min(Number.parseInt(text, 10), MAX_POSITION);
  return { position, weight: /[A-D]$/i.exec(text)?.[0].toUpperCase() ?? 'D' };
}

/** Brings together what is said of the same lexeme: of two weights at one position the greater counts. */
export function lexemesOf(entries: Iterable<readonly [string, readonly Place[]]>): Lexemes {
  const found = new Map<string, Map<number, string>>();
  for (const [lexeme, places] of entries) {
    const known = found.get(lexeme) ?? new Map<number, string>();
    found.set(lexeme, known);
    for (const { position, weight } of places) {
      const before = known.get(position);
      known.set(position, before !== undefined && before < weight ? before : weight);
    }
  }
  const ordered = [...found].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return new Map(
    ordered.map(([lexeme, known]) => [
      lexeme,
      [...known]
        .map(([position, weight]) => ({ position, weight }))
        .toSorted((a, b) => a.position - b.position),
    ]),
  );
}

export function printVector(lexemes: Lexemes): string {
  return [...lexemes]
    .map(([lexeme, places]) => {
      const listed = places.map(({ position, weight }) => `${position}${weight === 'D' ? '' : weight}`);
      return quote(lexeme) + (listed.length > 0 ? `:${listed.join()}` : '');
    })
    .join(' ');
}

const TOKEN =
  /\s*(?:(<(?:-|\d+)>|[&|!()])|(?:'((?:[^'\\]|''|\\.)*)'|((?:[^\s'&|!():<\\]|\\.)+))(?::([*A-Da-d]+))?)/suy;
const LEVELS = { or: 1, and: 2, phrase: 3, not: 4, lexeme: 5 } as const;

/**
 * @param operand what a word of the query stands for; null for nothing
 * @throws SqlError 42601
 */
export function readQuery(
  text: string,
  operand: (word: string, prefix: boolean, weights: string) => TextQuery | null,
): TextQuery | null {
  const fault = (): SqlError => new SqlError('42601', `syntax error in tsquery: "${text}"`);
  const tokens: RegExpExecArray[] = [];
  for (let at = 0; text.slice(at).trim() !== ''; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw fault();
    tokens.push(match);
  }
  if (tokens.length === 0) return null;
  let next = 0;
  const binary = (level: number): TextQuery | null => {
    if (level === LEVELS.not) return unary();
    let left = binary(level + 1);
    for (;;) {
      const symbol = tokens[next]?.[1];
      if (symbol === undefined || levelOfSymbol(symbol) !== level) return left;
      next += 1;
      left = combine(symbol, left, binary(level + 1));
    }
  };
  const unary = (): TextQuery | null => {
    const token = tokens[next];
    next += 1;
    if (!token) throw fault();
    const [, symbol, quoted, bare = '', flags = ''] = token;
    if (symbol === '!') {
      const inner = unary();
      return inner && { kind: 'not', operand: inner };
    }
    if (symbol === '(') {
      const inner = binary(LEVELS.or);
      if (tokens[next]?.[1] !== ')') throw fault();
      next += 1;
      return inner;
    }
    if (symbol !== undefined) throw fault();
    const weights = [...new Set(flags.toUpperCase().replaceAll('*', ''))].toSorted().join('');
    return operand(unquote(quoted ?? bare), flags.includes('*'), weights);
  };
  const query = binary(LEVELS.or);
  if (next < tokens.length) throw fault();
  return query;
}

function levelOfSymbol(symbol: string): number {
  if (symbol === '|') return LEVELS.or;
  if (symbol === '&') return LEVELS.and;
  return symbol.startsWith('<') ? LEVELS.phrase : 0;
}

/** An operation of two queries; one that is missing leaves the other. */
function combine(symbol: string, left: TextQuery | null, right: TextQuery | null): TextQuery | null {
  if (!left || !right) return left ?? right;
  if (symbol === '|') return { kind: 'or', left, right };
  if (symbol === '&') return { kind: 'and', left, right };
  return { kind: 'phrase', left, right, distance: symbol === '<->' ? 1 : Number(symbol.slice(1, -1)) };
}

export function printQuery(query: TextQuery | null): string {
  return query ? print(query, 0) : '';
}

function print(query: TextQuery, above: number): string {
  const level = LEVELS[query.kind];
  if (query.kind === 'lexeme') {
    const flags = `${query.prefix ? '*' : ''}${query.weights}`;
    return quote(query.lexeme) + (flags === '' ? '' : `:${flags}`);
  }
  if (query.kind === 'not') return `!${print(query.operand, level)}`;
  const symbols = { and: '&', or: '|', phrase: '' };
  const symbol =
    query.kind === 'phrase' ? `<${query.distance === 1 ? '-' : query.distance}>` : symbols[query.kind];
  const text = `${print(query.left, level)} ${symbol} ${print(query.right, level)}`;
  return level < above ? `( ${text} )` : text;
}

function quote(lexeme: string): string {
  return `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`;
}

function unquote(text: string): string {
  return text.replaceAll(/''|\\(.)/gs, (whole, escaped: string | undefined) => escaped ?? whole.slice(1));
}
