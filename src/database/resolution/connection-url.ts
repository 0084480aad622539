import { type ConnectionUrlParameters, readUrlParameters } from './connection-url-parameters';
import { MalformedValueError } from './malformed-value-error';
import { decodePercent, ENCODE_REMEDY } from './percent-encoding';
import { DEFAULT_POSTGRES_PORT, isUnixSocket, readHost, readPort } from './server-address';
import { demandsTls } from './ssl-mode';

/** A connection URL taken to pieces, every piece decoded. */
export interface ConnectionUrl extends Omit<ConnectionUrlParameters, 'socketFolder'> {
  /** A bare IPv6 address, without brackets; the folder of a Unix-domain socket starts with a slash. */
  host: string;
  port: number;
  database: string;
  user: string;
  password?: string;
}

interface Location {
  host: string;
  port: number;
  database?: string;
  parameters: ConnectionUrlParameters;
}

interface Reading {
  credentials: string;
  location: Location;
  /** Where the credentials end in the text. */
  at: number;
}

const CREDENTIALS = 'user name or password';

/** SQLAlchemy names its driver after a plus sign (`postgresql+asyncpg://`); the server is the same. */
const SCHEME = /^postgres(ql)?(\+[a-z0-9_]+)?:\/\//i;

/**
 * Parses a PostgreSQL connection URL into fields.
 *
 * Not left to pg, because pg lets a parsed URL override every other option (a password function included),
 * takes a blank text for a host named `base`, accepts `mysql://`, and breaks on special characters that
 * stand raw in a password. Those are accepted here where only one reading of the URL is possible.
 *
 * The database defaults to the user's name, the port to 5432, as in libpq.
 *
 * @throws MalformedValueError whose rule never repeats a part of the URL
 */
export function parseConnectionUrl(url: string): ConnectionUrl {
  checkCharacters(url);
  const scheme = SCHEME.exec(url)?.[0];
  if (scheme === undefined) throw new MalformedValueError(schemeRule(url));
  const { credentials, location } = readUnambiguously(url.slice(scheme.length));

  const colon = credentials.indexOf(':');
  const user = decodePercent(colon < 0 ? credentials : credentials.slice(0, colon), CREDENTIALS);
  const password = colon < 0 ? '' : decodePercent(credentials.slice(colon + 1), CREDENTIALS);
  if (user === '')
    throw new MalformedValueError('must name a user: postgresql://user:password@host/database');

  const { socketFolder: _, ...parameters } = location.parameters;
  const { host, port } = location;
  if (isUnixSocket(host) && parameters.sslMode !== undefined && demandsTls(parameters.sslMode)) {
    throw new MalformedValueError('must not ask for TLS on a Unix-domain socket, which has none');
  }
  return {
    host,
    port,
    database: location.database ?? user,
    user,
    password: password === '' ? undefined : password,
    ...parameters,
  };
}

function checkCharacters(url: string): void {
  if (url.trim() === '') {
    throw new MalformedValueError(
      'must not be blank: unset it, or write postgresql://user:password@host/database',
    );
  }
  if (url.trim() !== url) {
    throw new MalformedValueError(
      'must not start or end with white space: remove it (a file read into a variable often ends in a new line)',
    );
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\s\u0000-\u001f\u007f]/.test(url)) {
    throw new MalformedValueError('must not hold white space or control characters: write %20 for a space');
  }
}

function schemeRule(url: string): string {
  if (/^jdbc:/i.test(url)) {
    return 'must not start with jdbc: : write postgresql://user:password@host:port/database';
  }
  if (/^["'`]/.test(url)) return 'must not stand in quotes: remove them';
  return 'must start with postgresql:// (or postgres://, postgresql+asyncpg://): only PostgreSQL is supported';
}

/**
 * Finds where the credentials end. RFC 3986 ends them at the last @ before the path, and wants every special
 * character in them encoded; people paste passwords as they are. So each @ is tried, and a URL is accepted
 * when exactly one of them leaves something that can be a server.
 */
function readUnambiguously(text: string): Reading {
  const readings: Reading[] = [];
  let failure: MalformedValueError | undefined;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    try {
      readings.push({ credentials: text.slice(0, at), location: readLocation(text.slice(at + 1)), at });
    } catch (error) {
      if (!(error instanceof MalformedValueError)) throw error;
      failure = error;
    }
  }
  const [first, second] = readings;
  if (first === undefined) {
    throw (
      failure ??
      new MalformedValueError('must name a user and a host: postgresql://user:password@host/database')
    );
  }
  // An @ inside the query, after parameters that are known by name, belongs to the query.
  if (second === undefined || text.slice(first.at, second.at).includes('?')) return first;
  throw new MalformedValueError(
    `can be read in more than one way: in the user name and password ${ENCODE_REMEDY}`,
  );
}

/** Reads what follows the credentials: `host[:port][/database][?parameters]`. */
function readLocation(text: string): Location {
  if (text.includes('#')) {
    throw new MalformedValueError('must not hold a raw # after the host: write %23');
  }
  const [beforeQuery, query] = cut(text, '?');
  const [server, path] = cut(beforeQuery, '/');
  if (path?.includes('/')) {
    throw new MalformedValueError('must not hold a raw / in the name of the database: write %2F');
  }
  const parameters = readUrlParameters(query ?? '');
  const { host, port } = readServer(server, parameters.socketFolder);
  const database =
    path === undefined || path === '' ? undefined : decodePercent(path, 'name of the database');
  return { host, port, database, parameters };
}

/** @param socketFolder the query's, which takes the place of a host */
function readServer(server: string, socketFolder: string | undefined): { host: string; port: number } {
  if (server.includes(',')) readHost(server);
  const [, name, digits] = /^(\[[^\]]*\]|[^:[\]]*)(?::([^:]*))?$/.exec(server) ?? [];
  if (name === undefined) {
    throw new MalformedValueError('must hold an IPv6 address in square brackets: [::1]:5432');
  }
  const port = digits === undefined || digits === '' ? DEFAULT_POSTGRES_PORT : readUrlPort(digits);
  const host = decodePercent(name, 'host');
  if (socketFolder !== undefined) {
    if (host !== '' && host !== 'localhost') {
      throw new MalformedValueError('must not name a host besides the socket folder of its parameter host');
    }
    return { host: socketFolder, port };
  }
  if (host === '')
    throw new MalformedValueError('must name a host: postgresql://user:password@host/database');
  return { host: isUnixSocket(host) ? host : readHost(host), port };
}

function readUrlPort(port: string): number {
  try {
    return readPort(port);
  } catch {
    throw new MalformedValueError('must hold a port that is a whole number from 1 to 65535');
  }
}

/** Splits at the first separator; the second part is absent where the separator is. */
function cut(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
