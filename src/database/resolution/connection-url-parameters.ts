import { MalformedValueError } from './malformed-value-error';
import { decodePercent } from './percent-encoding';
import { isUnixSocket } from './server-address';
import { isSslMode, SSL_MODES, type SslMode } from './ssl-mode';

/** What the query of a connection URL may say. */
export interface ConnectionUrlParameters {
  socketFolder?: string;
  sslMode?: SslMode;
  sslRootCert?: string;
  sslCert?: string;
  sslKey?: string;
  applicationName?: string;
  connectTimeoutMs?: number;
  options?: string;
}

type Reader = (value: string, parameters: ConnectionUrlParameters) => void;

/** PostgreSQL manual, "Parameter Key Words": the ones that have a meaning for this driver. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['host', (value, parameters) => (parameters.socketFolder = readSocketFolder(value))],
  ['sslmode', (value, parameters) => (parameters.sslMode = readSslMode(value))],
  ['sslrootcert', (value, parameters) => (parameters.sslRootCert = value)],
  ['sslcert', (value, parameters) => (parameters.sslCert = value)],
  ['sslkey', (value, parameters) => (parameters.sslKey = value)],
  ['application_name', (value, parameters) => (parameters.applicationName = value)],
  ['connect_timeout', (value, parameters) => (parameters.connectTimeoutMs = readConnectTimeout(value))],
  ['options', (value, parameters) => (parameters.options = value)],
]);

/** Parameters people bring from other drivers, and what to write instead. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['ssl', 'write sslmode=verify-full (or require, to encrypt without verifying) instead'],
  ['user', 'write the user name before the host: postgresql://user:password@host/database'],
  ['password', 'write the password before the host: postgresql://user:password@host/database'],
  ['port', 'write the port after the host: postgresql://user:password@host:port/database'],
  ['dbname', 'write the database after the host: postgresql://user:password@host/database'],
]);

/**
 * Reads the query of a connection URL, without its question mark.
 * An unknown parameter is an error, not a warning: a misspelt `sslmod` would be a connection in plain text.
 *
 * @throws MalformedValueError
 */
export function readUrlParameters(query: string): ConnectionUrlParameters {
  const parameters: ConnectionUrlParameters = {};
  const seen = new Set<string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const equals = pair.indexOf('=');
    if (equals < 1) throw new MalformedValueError('holds a parameter that is not written name=value');
    const name = pair.slice(0, equals);
    const read = READERS.get(name);
    if (!read) throw new MalformedValueError(unknownParameter(name));
    if (seen.has(name)) throw new MalformedValueError(`gives the parameter ${name} more than once`);
    seen.add(name);
    const value = decodePercent(pair.slice(equals + 1), `parameter ${name}`);
    if (value === '') throw new MalformedValueError(`gives the parameter ${name} no value`);
    read(value, parameters);
  }
  if ((parameters.sslCert === undefined) !== (parameters.sslKey === undefined)) {
    throw new MalformedValueError('must give sslcert and sslkey together: one is useless without the other');
  }
  return parameters;
}

/** Only a name that looks like one is repeated: what stands there may be a piece of a password. */
function unknownParameter(name: string): string {
  const known = [...READERS.keys()].join(', ');
  if (!/^[a-z_]{1,30}$/i.test(name)) return `holds an unknown parameter; known are ${known}`;
  const remedy = REMEDIES.get(name) ?? `remove it; known are ${known}`;
  return `holds the unknown parameter ${name}: ${remedy}`;
}

function readSslMode(value: string): SslMode {
  if (isSslMode(value)) return value;
  throw new MalformedValueError(`must give sslmode one of ${SSL_MODES.join(', ')}`);
}

function readSocketFolder(value: string): string {
  if (isUnixSocket(value)) return value;
  throw new MalformedValueError(
    'may give the parameter host only the absolute path of a socket folder: any other host goes before the path',
  );
}

/** libpq counts in seconds, and takes 0 for "wait for ever", which no deadline of ours can keep. */
function readConnectTimeout(value: string): number {
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (seconds < 1 || seconds > 600) {
    throw new MalformedValueError('must give connect_timeout a whole number of seconds from 1 to 600');
  }
  return seconds * 1000;
}
