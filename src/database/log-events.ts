export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** What the lines of one event are like. */
export interface LogEvent {
  readonly levels: readonly LogLevel[];
  /** What a line may tell beside its event and its message. */
  readonly fields: readonly string[];
  /** What has happened; the message of lines that bring none of their own. */
  readonly says: string;
}

export type LogEvents = Readonly<Record<string, LogEvent>>;

/** A line of one of the events that may be written at a level. */
export type LogEntry<Events extends LogEvents, Level extends LogLevel> = {
  [Name in keyof Events & string]: Level extends Events[Name]['levels'][number]
    ? { readonly event: Name; readonly message?: string } & {
        readonly [Field in Events[Name]['fields'][number]]?: unknown;
      }
    : never;
}[keyof Events & string];

/** All that the database layer writes to its log. */
export const DATABASE_EVENTS = {
  'database.state': {
    levels: ['info', 'warn'],
    fields: ['from', 'to', 'step'],
    says: 'The state of the database layer has changed',
  },
  'database.fallback': {
    levels: ['warn'],
    fields: ['reason'],
    says: 'PostgreSQL is configured and cannot be reached: memory serves; again for each new reason',
  },
  'database.not_replaced': {
    levels: ['warn'],
    fields: ['reason'],
    says: 'What was looked for anew cannot be connected to: what has served so far goes on',
  },
  'database.not_retired': {
    levels: ['warn'],
    fields: ['reason'],
    says: 'The connections to a PostgreSQL that was replaced could not be ended',
  },
  'database.watch_failed': {
    levels: ['warn'],
    fields: ['reason'],
    says: 'Looking after PostgreSQL has failed, and is tried again',
  },
  'database.migrated': { levels: ['info'], fields: ['migrations'], says: 'Migrations have been run' },
  'database.promoted': {
    levels: ['info', 'warn'],
    fields: ['replayed', 'quarantined', 'tookMs'],
    says: 'PostgreSQL has been given what memory had acknowledged',
  },
  'database.not_promoted': {
    levels: ['warn'],
    fields: ['reason'],
    says: 'PostgreSQL could not be given what memory has acknowledged: it is tried again',
  },
  'database.memory_abandoned': {
    levels: ['warn'],
    fields: ['rows'],
    says: 'PostgreSQL serves, and what was in memory was not carried over to it',
  },
  'database.journal_kept': {
    levels: ['warn'],
    fields: ['reason'],
    says: 'What PostgreSQL has been given could not be deleted from the journal, and is passed over from now on',
  },
  'database.journal_older': {
    levels: ['warn'],
    fields: ['missing'],
    says: 'PostgreSQL has transactions of the journal that its directory does not hold',
  },
  'database.replica': {
    levels: ['info'],
    fields: ['target', 'state', 'lagMs'],
    says: 'A replica is read from, or no longer',
  },
  'database.pool.leak': {
    levels: ['warn'],
    fields: ['heldMs', 'takenAt'],
    says: 'A database connection has been held for long: look where it was taken, and whether it is released.',
  },
  'database.pool.open_transaction': {
    levels: ['warn'],
    fields: ['takenAt'],
    says: 'A database connection came back inside a transaction, which was given up with it.',
  },
  'database.pool.too_many_connections': {
    levels: ['warn'],
    fields: ['open'],
    says: 'PostgreSQL accepts no more connections: going on with those that are open.',
  },
} as const satisfies LogEvents;

export type DatabaseLogEntry<Level extends LogLevel> = LogEntry<typeof DATABASE_EVENTS, Level>;
