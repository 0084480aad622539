import { type DatabaseSecret, parseDatabaseSecret } from './database-secret';
import { ResolutionFailure } from './resolution-failure';

const SECRET = {
  username: 'app',
  password: 'hunter2',
  host: 'db',
  port: 5432,
  dbname: 'data',
  engine: 'postgres',
};

const secretWith = (fields: Record<string, unknown>) => JSON.stringify({ ...SECRET, ...fields });

describe('parseDatabaseSecret', () => {
  it.each<[string, string, Partial<DatabaseSecret>]>([
    ['a whole secret', JSON.stringify(SECRET), { username: 'app', host: 'db', port: 5432, dbname: 'data' }],
    ['a port written as text', secretWith({ port: '6543' }), { port: 6543 }],
    ['a bracketed IPv6 host', secretWith({ host: '[::1]' }), { host: '::1' }],
    ['an Aurora engine', secretWith({ engine: 'aurora-postgresql' }), { host: 'db' }],
    ['no engine', secretWith({ engine: undefined }), { host: 'db' }],
    [
      'a secret that RDS manages, which has no address',
      JSON.stringify({ username: 'app', password: 'hunter2' }),
      { host: undefined, port: undefined, dbname: undefined },
    ],
    [
      'null and empty as missing',
      secretWith({ host: null, dbname: '' }),
      { host: undefined, dbname: undefined },
    ],
    ['fields it does not know', secretWith({ dbInstanceIdentifier: 'x', masterarn: 1 }), { username: 'app' }],
  ])('[fault 29] reads %s', (_name, json, expected) => {
    expect(parseDatabaseSecret(json)).toMatchObject(expected);
  });

  it.each<[string, string, RegExp]>([
    ['not JSON', 'hunter2', /is not JSON/],
    ['cut short', '{"password":"hunter2', /is not JSON/],
    ['empty', '', /is not JSON/],
    ['null', 'null', /is null/],
    ['an array', '["hunter2"]', /is an array/],
    ['a text', '"hunter2"', /is a string/],
    ['a number', '42', /is a number/],
    ['over 64 KiB', secretWith({ note: 'x'.repeat(65_536) }), /longer than 64 KiB/],
    ['over 64 KiB in bytes alone', secretWith({ note: '€'.repeat(22_000) }), /longer than 64 KiB/],
    ['without username', secretWith({ username: undefined }), /no field username/],
    ['without password', secretWith({ password: undefined }), /no field password/],
    ['with an empty password', secretWith({ password: '' }), /no field password/],
    [
      'with a password that is no text',
      secretWith({ password: { hunter2: 1 } }),
      /field password that is not a text/,
    ],
    ['with a NUL in the password', secretWith({ password: 'hunter2\0' }), /field password that holds a NUL/],
    ['with a host that is no text', secretWith({ host: 5 }), /field host that is not a text/],
    ['with a host that is none', secretWith({ host: 'hunter2!' }), /field host that must be a host name/],
    ['with the port in the host', secretWith({ host: 'db:5432' }), /field host that must be a host alone/],
    ['with port "abc"', secretWith({ port: 'abc' }), /field port that must be a port/],
    ['with port 0', secretWith({ port: 0 }), /field port that must be a port/],
    ['with port 99999', secretWith({ port: 99_999 }), /field port that must be a port/],
    ['with port 5432.5', secretWith({ port: 5432.5 }), /field port that must be a port/],
    ['with a port that is a list', secretWith({ port: [5432] }), /field port that is not a text/],
    ['of another engine', secretWith({ engine: 'mysql' }), /field engine that is not postgres/],
  ])('[fault 29] refuses a secret %s, and does not repeat its content', (_name, json, message) => {
    const failure = failureOf(json);
    expect(failure).toMatchObject({ code: 'secret_malformed', message: expect.stringMatching(message) });
    expect(failure.message).not.toContain('hunter2');
  });
});

function failureOf(json: string): ResolutionFailure {
  try {
    parseDatabaseSecret(json);
  } catch (error) {
    if (error instanceof ResolutionFailure) return error;
    throw error;
  }
  throw new Error('the secret was accepted');
}
