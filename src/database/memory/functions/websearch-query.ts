import type { TextQuery } from '../types/text-search';

const OPERATOR = /[!&|()]/;
const WORD_END = /[\s!&|():"]/;

/**
 * Reads what people type into a search box: words, "phrases", `or` between them and `-` before what is not wanted.
 *
 * @param operand what a word or a phrase stands for; null for nothing
 */
export function readWebsearch(text: string, operand: (words: string) => TextQuery | null): TextQuery | null {
  let at = 0;
  const skipSpace = (): void => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const readOperand = (): TextQuery | null => {
    for (;;) {
      skipSpace();
      const unit = text[at];
      if (unit === undefined) return null;
      if (unit === '-') {
        at += 1;
        const inner = readOperand();
        return inner && { kind: 'not', operand: inner };
      }
      if (unit === '"') {
        const end = text.indexOf('"', at + 1);
        const quoted = text.slice(at + 1, end < 0 ? undefined : end);
        at = end < 0 ? text.length : end + 1;
        return operand(quoted);
      }
      const start = at;
      at += 1;
      if (OPERATOR.test(unit)) continue;
      while (at < text.length && !WORD_END.test(text[at] ?? '')) at += 1;
      return operand(text.slice(start, at));
    }
  };
  const isOr = (): boolean => {
    if (!/^or(?![-_\p{L}\p{N}])\s*\S/iu.test(text.slice(at))) return false;
    at += 2;
    return true;
  };
  const all: (TextQuery | null)[] = [null];
  let rest = true;
  while (rest) {
    all.push(both('and', all.pop() ?? null, readOperand()));
    skipSpace();
    rest = at < text.length;
    if (rest && isOr()) all.push(null);
  }
  return all.reduce((left, right) => both('or', left, right));
}

/** Of two queries; one that is missing leaves the other. */
function both(kind: 'and' | 'or', left: TextQuery | null, right: TextQuery | null): TextQuery | null {
  return left && right ? { kind, left, right } : (left ?? right);
}
