import { MalformedValueError } from './malformed-value-error';
import { ResolutionFailure } from './resolution-failure';
import { readHost, readPort } from './server-address';

/** The fields of a database secret, as the AWS Secrets Manager User Guide lays them out for RDS. */
export interface DatabaseSecret {
  username: string;
  password: string;
  host?: string;
  port?: number;
  dbname?: string;
}

/** AWS Secrets Manager quotas: the longest value of a secret, in bytes. An inline one is held to it too. */
const LONGEST_SECRET_BYTES = 65_536;

/** How RDS names the engine of a PostgreSQL instance or cluster. */
const ENGINES = new Set(['postgres', 'postgresql', 'aurora-postgresql', 'aurora-postgres']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a database secret. `host`, `port` and `dbname` may be missing: the secrets that RDS manages itself
 * hold a user name and a password alone. A field that is null or empty counts as missing.
 *
 * @throws ResolutionFailure 'secret_malformed' which names the field, never its content
 */
export function parseDatabaseSecret(json: string): DatabaseSecret {
  if (Buffer.byteLength(json) > LONGEST_SECRET_BYTES) {
    throw malformed('is longer than 64 KiB; a database secret is a small JSON object');
  }
  const fields = parseObject(json);
  const engine = textField(fields, 'engine');
  if (engine !== undefined && !ENGINES.has(engine.toLowerCase())) {
    throw malformed('has a field engine that is not postgres: only PostgreSQL is supported');
  }
  const host = textField(fields, 'host');
  const port = portField(fields);
  return {
    username: requiredField(fields, 'username'),
    password: requiredField(fields, 'password'),
    host: host === undefined ? undefined : readField('host', () => readHost(host)),
    port: port === undefined ? undefined : readField('port', () => readPort(port)),
    dbname: textField(fields, 'dbname'),
  };
}

function parseObject(json: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw malformed('is not JSON; store an object with the fields username, password, host, port and dbname');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
    throw malformed(`is ${kind}; store an object with the fields username, password, host, port and dbname`);
  }
  return Object.fromEntries(Object.entries(value));
}

function requiredField(fields: Fields, name: string): string {
  const value = textField(fields, name);
  if (value === undefined) throw malformed(`has no field ${name}; add it`);
  return value;
}

function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw malformed(`has a field ${name} that is not a text`);
  if (value.includes('\0')) throw malformed(`has a field ${name} that holds a NUL character`);
  return value;
}

/** RDS writes a number; people write a text. Both are read by the same rule. */
function portField(fields: Fields): string | undefined {
  const { port } = fields;
  return typeof port === 'number' ? String(port) : textField(fields, 'port');
}

function readField<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedValueError)) throw error;
    throw malformed(`has a field ${name} that ${error.rule}`);
  }
}

function malformed(what: string): ResolutionFailure {
  return new ResolutionFailure('secret_malformed', `The secret ${what}`);
}
