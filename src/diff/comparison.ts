import type { Change } from './change';

/** What a revision changes. */
export interface Comparison {
  /**
   * In the order they were met; at most 5,000. When there are more, the worst are kept, and one of the rule
   * `changes-left-out` comes last, which is in no count.
   */
  changes: Change[];
  /** The counts are of every change, those that are left out included. */
  breaking: number;
  warnings: number;
  infos: number;
  unknown: number;
  /** Whether a change breaks, or may: what is not understood counts as breaking. */
  isBreaking: boolean;
}
