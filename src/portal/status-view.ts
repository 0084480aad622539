import type { DatabaseStatus, Transitions } from '../admin/database-status.schema';
import type { QuarantinePage } from '../admin/quarantine.schema';
import type { DatabaseState } from '../database';
import type { Sample } from '../sampling/sample';

/** What everybody is told. Times are those of the service. */
export interface StateView {
  readonly status: DatabaseState['status'];
  readonly message: string;
  readonly since: string;
  /** Now. */
  readonly at: string;
}

/** What changes all the time. */
export interface FiguresView {
  readonly at: number;
  readonly samples: readonly Sample[];
  readonly version: string;
  readonly nodeVersion: string;
  readonly uptimeMs: number;
  /** In bytes. */
  readonly memory: Readonly<Record<'rss' | 'heapUsed' | 'heapTotal' | 'external', number>>;
}

/** What changes now and then. */
export interface DetailsView {
  readonly at: number;
  readonly startedAt: number;
  readonly status: DatabaseStatus;
  /** The latest first. */
  readonly transitions: Transitions['items'];
  readonly quarantined: QuarantinePage | null;
}

/** A part of the page of the status. */
export type StatusPart =
  | { readonly part: 'state'; readonly view: StateView }
  | { readonly part: 'figures'; readonly view: FiguresView }
  | { readonly part: 'details'; readonly view: DetailsView };
