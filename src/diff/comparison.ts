import type { Change } from './change';

/** What a revision changes. */
export interface Comparison {
  /** In order of the document; at most 5,000, and a last one that says how many more. */
  changes: Change[];
  /** The counts are of every change, those beyond the reported ones included. */
  breaking: number;
  warnings: number;
  infos: number;
  unknown: number;
  /** Whether a change breaks, or may: what is not understood counts as breaking. */
  isBreaking: boolean;
}
