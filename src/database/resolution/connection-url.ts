import { isIPv6 } from 'node:net';
import type { PostgresConnection } from './postgres-connection';
import { ResolutionError } from './resolution-error';
import { SSL_MODES, type SslMode, tlsSettings } from './tls';

const SCHEMES = /^(?:postgres|postgresql)(?:\+[a-z0-9]+)?$/i;
const KNOWN_PARAMETERS = new Set([
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'application_name',
  'options',
  'ssl',
]);
const DEFAULT_PORT = 5432;

/**
 * Reads a PostgreSQL URL into discrete fields. Driver suffixes as SQLAlchemy writes them
 * (`postgresql+asyncpg://`) are dropped, percent-encoding is undone everywhere, and a password may hold
 * unencoded `:` `@` and `%`, as the last `@` before the host ends it.
 *
 * @param key the variable that the URL stands in, for the errors; they never contain a part of the URL
 * @throws ResolutionError
 */
export function parseConnectionUrl(raw: string, key = 'DATABASE_URL'): PostgresConnection {
  const fail = (problem: string, remedy: string): never => {
    throw new ResolutionError(key, `${key} ${problem}. ${remedy}`);
  };
  const url = raw.trim();
  if (url === '')
    return fail('is empty', 'Give a URL like postgresql://user:password@host:5432/database, or unset it.');
  if (/\s/.test(url)) return fail('contains white space', 'Remove it, or percent-encode it as %20.');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url);
  if (!scheme) return fail('is not a URL', 'Give a URL like postgresql://user:password@host:5432/database.');
  if (!SCHEMES.test(scheme[1] ?? '')) {
    return fail('is not a PostgreSQL URL', 'Its scheme must be postgresql:// or postgres://.');
  }
  const rest = url.slice(scheme[0].length);
  const { authority, path, query } = split(rest, fail);
  const at = authority.lastIndexOf('@');
  const credentials = at < 0 ? '' : authority.slice(0, at);
  const colon = credentials.indexOf(':');
  const user = decode(colon < 0 ? credentials : credentials.slice(0, colon));
  const password = colon < 0 ? undefined : decode(credentials.slice(colon + 1));
  const { host, port } = parseHost(authority.slice(at + 1), fail);
  const database = decode(path);
  if (user === '')
    return fail('has no user name', 'Put it before the host: postgresql://user:password@host/database.');
  if (database === '')
    return fail('has no database name', 'Put it after the host: postgresql://user:password@host/database.');
  const parameters = parseQuery(query, fail);
  return {
    host,
    port,
    database,
    user,
    ...(password === undefined ? {} : { password }),
    tls: tlsSettings(
      parameters.mode,
      {
        rootCert: parameters.values.get('sslrootcert'),
        cert: parameters.values.get('sslcert'),
        key: parameters.values.get('sslkey'),
      },
      `sslrootcert in ${key}`,
    ),
    ...(parameters.values.has('application_name')
      ? { applicationName: parameters.values.get('application_name') }
      : {}),
    ...(parameters.values.has('options') ? { options: parameters.values.get('options') } : {}),
  };
}

type Fail = (problem: string, remedy: string) => never;

/** The authority ends at the first `/` or `?` after the last `@` that can belong to it. */
function split(rest: string, fail: Fail): { authority: string; path: string; query: string } {
  const match = /^(.*@)?([^@/?#]*)(?:\/([^/?#@]*))?(?:\?([^#@]*))?$/s.exec(rest);
  if (!match) {
    return fail(
      'cannot be read',
      'Percent-encode special characters in the password: / is %2F, ? is %3F, # is %23, @ is %40.',
    );
  }
  const [, credentials = '', host = '', path = '', query = ''] = match;
  return { authority: credentials + host, path, query };
}

function parseHost(text: string, fail: Fail): { host: string; port: number } {
  if (text.includes(','))
    return fail('names several hosts', 'Name one; replicas have a setting of their own.');
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text);
  if (!match) return fail('has a host that cannot be read', 'Write an IPv6 address in brackets: [::1]:5432.');
  const [, bracketed, plain, portText] = match;
  const host = bracketed ?? decode(plain ?? '');
  if (bracketed !== undefined && !isIPv6(bracketed))
    return fail('has brackets around what is no IPv6 address', 'Write it as [::1].');
  if (host === '')
    return fail('has no host', 'Put it after the @: postgresql://user:password@host/database.');
  if (portText === undefined || portText === '') return { host, port: DEFAULT_PORT };
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port < 1 || port > 65_535) {
    return fail(
      'has a port that is no number between 1 and 65535',
      'Correct it; a password with special characters has to be percent-encoded.',
    );
  }
  return { host, port };
}

function parseQuery(query: string, fail: Fail): { mode: SslMode; values: Map<string, string> } {
  const values = new Map<string, string>();
  for (const pair of query.split('&').filter(Boolean)) {
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (!KNOWN_PARAMETERS.has(name)) {
      return fail(
        `has a parameter that is not known (${/^\w{1,40}$/.test(name) ? name : 'unreadable'})`,
        `Known are ${[...KNOWN_PARAMETERS].join(', ')}.`,
      );
    }
    values.set(name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  const stated =
    values.get('sslmode') ??
    (values.has('ssl') ? (values.get('ssl') === 'false' ? 'disable' : 'verify-full') : undefined);
  const mode = stated ?? (values.has('sslrootcert') ? 'verify-full' : 'prefer');
  const known = SSL_MODES.find((candidate) => candidate === mode);
  return known
    ? { mode: known, values }
    : fail('has an sslmode that is not known', `Use one of ${SSL_MODES.join(', ')}.`);
}

/** Undoes percent-encoding; a `%` that starts none stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%[0-9a-f]{2}/gi, (code) =>
      String.fromCharCode(Number.parseInt(code.slice(1), 16)),
    );
  }
}

/** A host as an operator writes it in a variable: brackets around IPv6 are dropped, pg would not resolve them. */
export function normalizeHost(host: string): string {
  const bracketed = /^\[(.*)\]$/.exec(host.trim());
  return bracketed?.[1] ?? host.trim();
}
