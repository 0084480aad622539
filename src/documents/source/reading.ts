import type { Findings } from '../findings';
import type { Rule } from '../rule';
import type { Place } from './place';
import { pointerTo } from './pointer';
import { SOURCE_RULES } from './source.rules';

/** Values nested deeper than this are not read. */
export const MAX_DEPTH = 200;

/** Whoever tells of a value repeats the names that lead to it: with each finding, and with each change. */
const MAX_PATH_LENGTH = 4_000;

/** The rest of a document cannot be read; why is among the findings. */
export class UnreadableError extends Error {}

/** What both formats have in common while a document is read: where one is, and what is not let in. */
export class Reading {
  /** Names and indexes from the root to the value that is being read. */
  readonly path: (string | number)[] = [];

  constructor(private readonly findings: Findings) {}

  find(rule: Rule, message: string, offset: number): void {
    this.findings.add(rule, pointerTo('', ...this.path), message, offset);
  }

  /** @throws UnreadableError always */
  stop(rule: Rule, message: string, offset: number): never {
    this.find(rule, message, offset);
    throw new UnreadableError();
  }

  /** @throws UnreadableError when the value is nested too deep */
  checkDepth(offset: number, below = 0): void {
    if (this.path.length + below > MAX_DEPTH)
      this.stop(SOURCE_RULES.tooDeep, `Values are nested more than ${MAX_DEPTH} levels deep.`, offset);
  }

  /**
   * Whether the member whose name was read, the last one of the path, becomes part of the document.
   *
   * @throws UnreadableError when the names that lead to it are too long
   */
  admitsMember(name: string, members: ReadonlyMap<string, Place>, offset: number): boolean {
    this.checkPathLength(offset);
    this.checkText(name, offset);
    if (members.has(name))
      this.find(SOURCE_RULES.duplicateKey, `The object has a member ${quote(name)} already.`, offset);
    if (name !== '__proto__') return true;
    this.find(SOURCE_RULES.forbiddenKey, 'A member is called __proto__.', offset);
    return false;
  }

  checkText(text: string, offset: number): void {
    if (/[\0\p{Surrogate}]/u.test(text))
      this.find(SOURCE_RULES.forbiddenCharacter, 'The text has U+0000 or half of a surrogate pair.', offset);
  }

  checkNumber(value: number, offset: number): void {
    if (!Number.isFinite(value))
      this.find(SOURCE_RULES.number, 'The number is not one that JSON can express.', offset);
  }

  private checkPathLength(offset: number): void {
    let length = 0;
    for (const name of this.path) length += typeof name === 'string' ? name.length : 0;
    if (length <= MAX_PATH_LENGTH) return;
    this.path.pop();
    const message = `The names on the way to a member have more than ${MAX_PATH_LENGTH} characters together.`;
    this.stop(SOURCE_RULES.namesTooLong, message, offset);
  }
}

/** A name or a value of the document in a message. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
