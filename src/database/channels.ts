import type { AsyncLocalStorage } from 'node:async_hooks';
import { type Channel, channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DatabaseState, StateReason } from './database-state';
import type { EvictionReason } from './postgres/pool/pool-settings';

/** What a statement does, as its first word tells. */
export type Operation = 'select' | 'insert' | 'update' | 'delete' | 'begin' | 'commit' | 'rollback' | 'other';

/** A statement, from the moment it was asked for to its answer; the wait for a connection is in it. */
export interface QueryEvent {
  readonly operation: Operation;
  readonly store: 'postgres' | 'memory';
  /** The table, where the statement has one in a plain place; known only while somebody is told of beginnings. */
  readonly collection: string | null;
  /** `ok`, the class of an SQLSTATE (its first two characters), or a word of ours. Means nothing before the end. */
  readonly outcome: string;
  readonly seconds: number;
}

/** Work of several statements, or of none. */
export interface TaskEvent {
  readonly task: 'resolve' | 'connect' | 'transaction' | 'savepoint';
  /** As of a statement. Means nothing before the end. */
  readonly outcome: string;
}

/** Whose pool it is. */
export type PoolRole = 'primary' | 'replica';

export interface ConnectionAcquired {
  readonly pool: PoolRole;
  /** From asking for it to having it. */
  readonly seconds: number;
}

export interface ConnectionNotAcquired {
  readonly pool: PoolRole;
  /** `pool-closed`: in an outage all who wait are told at once, and so they are when the service ends. */
  readonly reason: 'waited-too-long' | 'queue-full' | 'not-opened' | 'pool-closed';
}

export interface ConnectionOpened {
  readonly pool: PoolRole;
}

export interface ConnectionEvicted {
  readonly pool: PoolRole;
  readonly reason: EvictionReason;
}

/** A statement is sent once more. */
export interface RetryEvent {
  readonly reason: 'connection-lost' | 'replica-failed' | 'statement-stale';
}

export interface StateEvent {
  readonly from: DatabaseState['status'];
  readonly to: DatabaseState['status'];
  readonly reason: StateReason;
}

/** Requests are let through (closed), turned away (open), or turned away although PostgreSQL answers (half-open). */
export interface CircuitEvent {
  readonly state: 'closed' | 'open' | 'half-open';
}

/** The resolution steps were asked for credentials again. */
export interface CredentialsEvent {
  readonly outcome: 'renewed' | 'unchanged' | 'failed';
}

export interface JournalSyncEvent {
  readonly outcome: 'ok' | 'failed';
  /** What reached the disk with it. */
  readonly bytes: number;
  readonly seconds: number;
}

/** What memory has acknowledged is carried over: rounds of it, the last of which writes wait for, and the end. */
export interface PromotionEvent {
  readonly step: 'replay' | 'last-writes' | 'promoted' | 'failed';
  /** Transactions, in this step; a row of a snapshot counts as one. */
  readonly replayed: number;
  readonly quarantined: number;
  readonly seconds: number;
}

/** A channel of `node:diagnostics_channel` that carries one kind of message. */
export class EventChannel<Message extends object> {
  private readonly channel: Channel<unknown, unknown>;

  constructor(readonly name: `ballast.${string}`) {
    this.channel = channel(name);
  }

  /** Ask before a message is made: where nobody listens none is needed. */
  get hasSubscribers(): boolean {
    return this.channel.hasSubscribers;
  }

  publish(message: Message): void {
    if (this.channel.hasSubscribers) this.channel.publish(message);
  }

  /** Publishes, and does work with what listeners have bound to the channel (`bind`). */
  publishAround<T>(message: Message, work: () => T): T {
    return this.channel.runStores(message, work);
  }

  /** Gives a store a value while work is done around a message; the answer stops it. */
  bind<Value>(store: AsyncLocalStorage<Value>, valueFor: (message: Message) => Value): () => void {
    const value = (message: unknown): Value => valueFor(message as Message);
    this.channel.bindStore(store, value);
    return () => void this.channel.unbindStore(store);
  }

  /** Calls the listener, which must not throw, with each message from now on; the answer stops it. */
  subscribe(listener: (message: Message) => void): () => void {
    const listen = (message: unknown): void => listener(message as Message);
    subscribe(this.name, listen);
    return () => void unsubscribe(this.name, listen);
  }
}

/** What the database layer tells whoever listens in this process: of all of its managers, without SQL and secrets. */
export const databaseChannels = {
  /** In the context of who asks. The end has the same object, so that something can be kept for it. */
  queryStarted: new EventChannel<QueryEvent>('ballast.database.query.started'),
  queryEnded: new EventChannel<QueryEvent>('ballast.database.query.ended'),
  /** In the context of who asks; the work is done around it. The end has the same object. */
  taskStarted: new EventChannel<TaskEvent>('ballast.database.task.started'),
  taskEnded: new EventChannel<TaskEvent>('ballast.database.task.ended'),
  retried: new EventChannel<RetryEvent>('ballast.database.query.retried'),
  /** In the context of who asks. Having it has the same object. */
  connectionWanted: new EventChannel<ConnectionAcquired>('ballast.database.connection.wanted'),
  connectionAcquired: new EventChannel<ConnectionAcquired>('ballast.database.connection.acquired'),
  connectionNotAcquired: new EventChannel<ConnectionNotAcquired>('ballast.database.connection.not-acquired'),
  connectionOpened: new EventChannel<ConnectionOpened>('ballast.database.connection.opened'),
  connectionEvicted: new EventChannel<ConnectionEvicted>('ballast.database.connection.evicted'),
  stateChanged: new EventChannel<StateEvent>('ballast.database.state'),
  circuitChanged: new EventChannel<CircuitEvent>('ballast.database.circuit'),
  credentialsAsked: new EventChannel<CredentialsEvent>('ballast.database.credentials'),
  journalSynced: new EventChannel<JournalSyncEvent>('ballast.database.journal.synced'),
  promotion: new EventChannel<PromotionEvent>('ballast.database.promotion'),
} as const;
