/** How bad a change is for those who use the API. What no rule understands is `unknown`, and never called safe. */
export type ChangeSeverity = 'breaking' | 'warning' | 'info' | 'unknown';

export type ChangeKind = 'added' | 'removed' | 'changed';

/** One difference of meaning between two documents. */
export interface Change {
  /** The id of its rule, of `CHANGE_RULES`. */
  rule: string;
  severity: ChangeSeverity;
  kind: ChangeKind;
  /** JSON pointer (RFC 6901) into the revision, or into the base when the place was removed. */
  pointer: string;
  /** `GET /pets/{id}` as the revision writes it (the base when it was removed); null outside of operations. */
  operation: string | null;
  /** The value in the base; undefined when absent, or too big to repeat. */
  before: unknown;
  /** The value in the revision; undefined when absent, or too big to repeat. */
  after: unknown;
  /** In words: what changed, and whom it breaks. */
  reason: string;
}
