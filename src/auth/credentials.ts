import type { IncomingMessage } from 'node:http';
import {
  InvalidTokenError,
  MissingCredentialsError,
  TokenInUrlError,
  TwoCredentialsError,
} from '../errors/authentication.errors';

/** A parameter by its name in RFC 6750, section 2.3, or any whose value begins like a token of ours. */
const TOKEN_IN_QUERY = /[?&](?:access_token=|[^=&]*=apr_(?:pat|ses|svc)_)/i;

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/**
 * The token that a request shows, whether it is one or not.
 *
 * @throws MissingCredentialsError, TokenInUrlError, TwoCredentialsError, InvalidTokenError
 */
export function credentialsOf({ url = '', headers, rawHeaders }: IncomingMessage): string {
  const { authorization } = headers;
  const isInUrl = TOKEN_IN_QUERY.test(url);
  if (authorization === undefined) throw isInUrl ? new TokenInUrlError() : new MissingCredentialsError();
  if (isInUrl || authorization.includes(',') || headersNamed(rawHeaders, 'authorization') > 1)
    throw new TwoCredentialsError();
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new InvalidTokenError();
  return token;
}

/** Whether a request tries to say whose it is, rightly or not. */
export function showsToken({ url = '', headers }: IncomingMessage): boolean {
  return headers.authorization !== undefined || TOKEN_IN_QUERY.test(url);
}

/** Node keeps the first of several, and would hide that there were more. */
function headersNamed(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === name).length;
}
