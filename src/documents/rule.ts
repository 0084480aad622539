import type { Severity } from './documents';

/** Something that a document is checked for. */
export interface Rule {
  /** Stable: people look for it, and suppress it. */
  readonly id: string;
  readonly severity: Severity;
  /** What it finds, for the page about the rules. */
  readonly summary: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Rules by a name of the code's own, so that a check says which of its rules it means. */
export type Rules<Name extends string = string> = Readonly<Record<Name, Rule>>;
