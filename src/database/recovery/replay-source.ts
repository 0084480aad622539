import type { Journal } from '../journal/journal';

/** What a replay reads of a journal. */
export type ReplaySource = Pick<
  Journal,
  'id' | 'timelines' | 'snapshotId' | 'firstId' | 'records' | 'snapshotParts'
>;
