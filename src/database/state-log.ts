import { EventEmitter } from 'node:events';
import { type CircuitEvent, databaseChannels } from './channels';
import type { DatabaseLogger } from './database-logger';
import type { StepName } from './resolution/resolution';
import { unhealthy, type DatabaseState } from './database-state';

/** So many changes of state are remembered. */
const MOST_TRANSITIONS = 100;

/** A change of state. */
export interface Transition {
  readonly from: DatabaseState['status'];
  readonly to: DatabaseState['status'];
  /** The reason, for people; without secrets. */
  readonly message: string;
  readonly at: Date;
}

export type StateListener = (state: DatabaseState, previous: DatabaseState) => void;

/** The state of the database layer, and how it came to be. */
export class StateLog {
  private readonly events = new EventEmitter();
  private readonly past: Transition[] = [];
  private now: DatabaseState = {
    ...unhealthy('starting', 'starting'),
    since: new Date(),
    primaryConfigured: false,
    isJournaled: false,
  };

  constructor(private readonly logger: DatabaseLogger) {}

  get current(): DatabaseState {
    return this.now;
  }

  /** What becomes of requests in it. */
  get circuit(): CircuitEvent['state'] {
    return circuitOf(this.now);
  }

  /** The latest changes, oldest first. */
  get transitions(): readonly Transition[] {
    return this.past;
  }

  /** Calls the listener after each change; the answer stops it. */
  onChange(listener: StateListener): () => void {
    this.events.on('state', listener);
    return () => this.events.off('state', listener);
  }

  /** @param details for the log */
  enter(next: Omit<DatabaseState, 'since'>, details: { readonly step: StepName | null }): void {
    const previous = this.now;
    if (previous.status === next.status && previous.message === next.message) return;
    this.now = { ...next, since: new Date() };
    const transition = { from: previous.status, to: next.status, message: next.message };
    this.past.push({ ...transition, at: this.now.since });
    if (this.past.length > MOST_TRANSITIONS) this.past.shift();
    const entry = { event: 'database.state', ...transition, ...details } as const;
    // An orderly end is nothing that anybody has to look at.
    if (next.status === 'healthy' || next.reason === 'closed') this.logger.log(entry);
    else this.logger.warn(entry);
    databaseChannels.stateChanged.publish({ from: previous.status, to: next.status, reason: next.reason });
    const { circuit } = this;
    if (circuit !== circuitOf(previous)) databaseChannels.circuitChanged.publish({ state: circuit });
    this.events.emit('state', this.now, previous);
  }
}

function circuitOf({ status, reason }: Pick<DatabaseState, 'status' | 'reason'>): CircuitEvent['state'] {
  if (status !== 'unhealthy') return 'closed';
  return reason === 'unstable' || reason === 'carrying-over' ? 'half-open' : 'open';
}
