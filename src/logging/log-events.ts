import { DATABASE_EVENTS, type LogEntry, type LogEvents, type LogLevel } from '../database';

/** Whom or what a security event is about: ids, and words of our own; never a secret, a code, or what somebody has typed. */
const SECURITY_FIELDS = [
  'userId',
  'byUserId',
  'tokenId',
  'challengeId',
  'apiId',
  'versionId',
  'address',
  'reason',
  'count',
] as const;

/** Events that concern the security of accounts and of the service. */
const security = <Says extends string>(
  says: Says,
): { levels: readonly ['info']; fields: typeof SECURITY_FIELDS; says: Says } => ({
  levels: ['info'],
  fields: SECURITY_FIELDS,
  says,
});

/** All that the service writes to its log. An event that is not here does not compile; docs/logs.md is this table. */
export const LOG_EVENTS = {
  'service.started': {
    levels: ['info'],
    fields: ['status', 'step', 'url'],
    says: 'The service listens',
  },
  'service.stopping': { levels: ['info'], fields: ['signal'], says: 'The service has been told to end' },
  'service.crashed': {
    levels: ['fatal'],
    fields: ['error'],
    says: 'An error that nobody has caught ends the process',
  },
  'log.dropped': {
    levels: ['warn'],
    fields: ['lines'],
    says: 'Lines of the log are missing here: whoever reads it was too slow',
  },
  'framework.message': {
    levels: ['debug', 'info', 'warn', 'error', 'fatal'],
    fields: ['error', 'stack'],
    says: 'Something that Nest or Fastify has to say',
  },
  'http.error': {
    levels: ['error'],
    fields: ['error'],
    says: 'A request was answered with 500, or with a 503 that somebody should look into',
  },
  'http.refused': {
    levels: ['debug'],
    fields: ['code', 'status'],
    says: 'What came over a connection is no request that could be read',
  },
  'tracing.not_exported': {
    levels: ['warn'],
    fields: ['error'],
    says: 'Spans cannot be handed over to the collector, and are lost',
  },
  'tracing.exported_again': {
    levels: ['info'],
    fields: [],
    says: 'Spans are handed over to the collector again',
  },
  ...DATABASE_EVENTS,
  'admin.reinitialize': {
    levels: ['info'],
    fields: ['signal'],
    says: 'Somebody has the database looked for anew',
  },
  'admin.reinitialized': {
    levels: ['info'],
    fields: ['signal', 'status', 'reason', 'step'],
    says: 'The database has been looked for anew',
  },
  'admin.reinitialize_failed': {
    levels: ['warn'],
    fields: ['signal', 'error'],
    says: 'The database could not be looked for anew',
  },
  'admin.quarantine.retried': {
    levels: ['warn'],
    fields: ['entry', 'journal', 'transaction', 'tables', 'changes', 'isOutcomeUnknown'],
    says: 'Somebody has repeated a transaction that was in quarantine',
  },
  'admin.quarantine.discarded': {
    levels: ['warn'],
    fields: ['entry', 'journal', 'transaction', 'tables', 'changes', 'isOutcomeUnknown'],
    says: 'Somebody has given up a transaction that was in quarantine',
  },
  'housekeeping.purged': {
    levels: ['info'],
    fields: ['rows'],
    says: 'What nobody needs any more has been deleted',
  },
  'housekeeping.failed': {
    levels: ['warn'],
    fields: ['error'],
    says: 'What nobody needs any more could not be deleted, and is tried again',
  },
  'tokens.last_use_not_noted': {
    levels: ['debug'],
    fields: ['tokenId', 'error'],
    says: 'When a token was last used could not be noted',
  },
  'documents.exhausted': {
    levels: ['warn'],
    fields: ['limit'],
    says: 'A document took more time or memory to check or compare than one may',
  },
  'mail.not_sent': {
    levels: ['warn'],
    fields: ['reason', 'to', 'subject', 'text'],
    says: 'Without a mail server mail is written here, which production refuses',
  },
  'mail.delayed': {
    levels: ['warn'],
    fields: ['attempt', 'errorName', 'code', 'reply'],
    says: 'A mail could not be handed over, and is tried again',
  },
  'mail.failed': {
    levels: ['warn'],
    fields: ['attempt', 'errorName', 'code', 'reply'],
    says: 'A mail has been given up',
  },
  'mail.not_recorded': {
    levels: ['warn'],
    fields: ['errorName', 'code', 'reply'],
    says: 'What became of a mail could not be noted',
  },
  'security.signed_in': security('Somebody has signed in'),
  'security.stepped_up': security('Somebody has confirmed who he is'),
  'security.code_refused': security('A code was wrong'),
  'security.address_locked': security('An e-mail address takes no codes any more, after too many wrong ones'),
  'security.address_opened': security('An administrator lets an e-mail address take codes again'),
  'security.email_changed': security('An account has another e-mail address'),
  'security.token_created': security('A token was made'),
  'security.token_rotated': security('A token was replaced'),
  'security.token_revoked': security('A token was revoked'),
  'security.tokens_revoked': security('All tokens of somebody were revoked'),
  'security.user_created': security('There is a new account'),
  'security.user_deleted': security('An account was deleted'),
  'security.role_changed': security('Somebody has another role'),
  'security.status_changed': security('An account was suspended, or let in again'),
  'security.api_offered': security('An API is offered to another owner'),
  'security.api_transferred': security('An API has another owner'),
  'security.breaking_change_published': security('A breaking change was published all the same'),
  'security.access_denied': security(
    'Somebody may not do what he asked for, or shows a token that is not in force',
  ),
  'security.rate_limited': security('Somebody asks more often than he may'),
} as const satisfies LogEvents;

export type LogEventName = keyof typeof LOG_EVENTS;

/** A line of the log. */
export type ServiceLogEntry<Level extends LogLevel> = LogEntry<typeof LOG_EVENTS, Level> & {
  /** Of a request that is not the one that runs. */
  readonly requestId?: string;
};

/** What lines of any event tell, where there is something to tell. */
export const COMMON_FIELDS = [
  'level',
  'time',
  'event',
  'message',
  'context',
  'requestId',
  'trace_id',
  'span_id',
] as const;
