import type { FastifyReply, FastifyRequest } from 'fastify';
import { PURGES } from '../housekeeping/purges';
import type { Instruments } from './instruments';
import { serviceChannels } from './service-channels';
import { stopAll } from './stop-all';

const HTTP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Others are told as one: who asks may invent them. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const OTHER = 'other';

/** Requests that no route was found for. */
const NO_ROUTE = 'none';

/** Instead of a status, where the client has not waited for it. */
const GONE = 'client-gone';

/** With which of our codes somebody who tells a code of his, or shows a token, is refused. */
const CODE_REFUSALS = new Set(['otp_invalid', 'otp_delayed', 'otp_locked', 'otp_sends_exhausted']);
const TOKEN_REFUSALS = new Set([
  'unauthenticated',
  'invalid_token',
  'token_in_url',
  'two_credentials',
  'insufficient_scope',
  'step_up_required',
  'session_required',
]);

/** What codes have done, and tokens that were issued or revoked, by the names of security events. */
const VERIFIED: Readonly<Record<string, string>> = {
  'security.signed_in': 'sign_in',
  'security.stepped_up': 'step_up',
  'security.email_changed': 'email_change',
};
const ISSUED: Readonly<Record<string, string>> = {
  'security.signed_in': 'sign_in',
  'security.token_created': 'creation',
  'security.token_rotated': 'rotation',
};
const REVOKED: Readonly<Record<string, string>> = {
  'security.token_revoked': 'one',
  'security.tokens_revoked': 'all',
};

/** Called when a request has been answered, or whoever sent it has gone. */
export type RequestCounter = (request: FastifyRequest, reply: FastifyReply) => void;

/** Requests by the pattern of their route, never by what was asked for. */
export function requestCounter(instruments: Instruments): RequestCounter {
  const requests = instruments.counter({
    name: 'ballast_http_requests_total',
    help: 'Requests by method, pattern of the route, and status of the answer.',
    labels: ['method', 'route', 'status'],
  });
  const durations = instruments.histogram(
    {
      name: 'ballast_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer.',
      labels: ['method', 'route'],
    },
    HTTP_SECONDS,
  );
  return (request, reply) => {
    const route = (request.is404 ? undefined : request.routeOptions.url) ?? NO_ROUTE;
    const method = METHODS.has(request.method) ? request.method : OTHER;
    const status = reply.raw.writableFinished ? String(reply.statusCode) : GONE;
    requests.at(method, route, status).value += 1;
    durations.at(method, route).observe(reply.elapsedTime / 1_000);
  };
}

/** What becomes of codes, tokens, limits and what is deleted. @returns what stops it */
export function countService(instruments: Instruments): () => void {
  const counter = (name: string, help: string, label: string | null, known: Iterable<string> = []) => {
    const tally = instruments.counter({ name, help, labels: label === null ? [] : [label] });
    for (const value of known) tally.at(value);
    return tally;
  };
  const requested = counter(
    'ballast_otp_requested_total',
    'Codes that were asked for, by purpose.',
    'purpose',
    Object.values(VERIFIED),
  );
  const sent = counter('ballast_otp_sent_total', 'Codes by mail, by what came of it.', 'outcome', [
    'sent',
    'failed',
  ]);
  const verified = counter(
    'ballast_otp_verified_total',
    'Codes that were told rightly, by purpose.',
    'purpose',
    Object.values(VERIFIED),
  );
  const codesRefused = counter(
    'ballast_otp_refused_total',
    'Requests for codes, and answers to them, that were refused, by the code of the problem.',
    'reason',
    CODE_REFUSALS,
  );
  const issued = counter(
    'ballast_tokens_issued_total',
    'Tokens that were issued, by what for.',
    'by',
    Object.values(ISSUED),
  );
  const revoked = counter(
    'ballast_tokens_revoked_total',
    'Requests that have revoked one token, or all of a user.',
    'which',
    Object.values(REVOKED),
  );
  const tokensRefused = counter(
    'ballast_tokens_refused_total',
    'Requests that were refused for the token that they show or do not show, by the code of the problem.',
    'reason',
    TOKEN_REFUSALS,
  );
  const limited = counter(
    'ballast_rate_limit_refusals_total',
    'Requests that came too often, by limit.',
    'limit',
    ['address', 'token', 'codes', 'tokens', 'email-cooldown', 'email-codes'],
  );
  const replayed = counter(
    'ballast_idempotency_replays_total',
    'Requests that were answered as they were before.',
    null,
  );
  replayed.at();
  const purged = counter(
    'ballast_housekeeping_purged_rows_total',
    'Rows that nobody needs any more and that were deleted, by table.',
    'table',
    PURGES.map(({ table }) => table),
  );
  return stopAll([
    serviceChannels.codeRequested.subscribe(({ purpose }) => (requested.at(purpose).value += 1)),
    serviceChannels.codeDelivered.subscribe(({ outcome }) => (sent.at(outcome).value += 1)),
    serviceChannels.securityEvent.subscribe(({ event }) => {
      const { [event]: purpose } = VERIFIED;
      const { [event]: by } = ISSUED;
      const { [event]: which } = REVOKED;
      if (purpose !== undefined) verified.at(purpose).value += 1;
      if (by !== undefined) issued.at(by).value += 1;
      if (which !== undefined) revoked.at(which).value += 1;
    }),
    serviceChannels.refused.subscribe(({ code }) => {
      if (CODE_REFUSALS.has(code)) codesRefused.at(code).value += 1;
      if (TOKEN_REFUSALS.has(code)) tokensRefused.at(code).value += 1;
    }),
    serviceChannels.rateLimited.subscribe(({ limit }) => (limited.at(limit).value += 1)),
    serviceChannels.replayed.subscribe(() => (replayed.at().value += 1)),
    serviceChannels.purged.subscribe(({ table, rows }) => (purged.at(table).value += rows)),
  ]);
}
