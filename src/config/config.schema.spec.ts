import { ConfigError } from './config-error';
import { parseConfig } from './config.schema';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('parseConfig', () => {
  it('gives a configuration that cannot be changed', () => {
    const config = parseConfig({});
    expect([config, config.database, config.database.aws].map(Object.isFrozen)).toEqual([true, true, true]);
  });

  it.each<[string, string, string, unknown]>([
    ['PORT', '0', 'port', 0],
    ['HOST', '::', 'host', '::'],
    ['HOST', 'localhost', 'host', 'localhost'],
    ['READY_WHEN_DEGRADED', 'False', 'readyWhenDegraded', false],
    ['TRUST_PROXY', 'true', 'trustProxy', true],
    ['TRUST_PROXY', '10.0.0.0/8, ::1/128,loopback', 'trustProxy', ['10.0.0.0/8', '::1/128', 'loopback']],
    [
      'ADMIN_EMAILS',
      'Ada@Example.com, grace@example.com',
      'adminEmails',
      ['ada@example.com', 'grace@example.com'],
    ],
    ['OTP_PEPPERS', `new:${KEY},old:${KEY}`, 'otpPeppers.1', { id: 'old', key: Buffer.alloc(32, 7) }],
    ['DATABASE_URL', 'postgresql://u:p@h/d', 'database.url', 'postgresql://u:p@h/d'],
    ['AWS_SECRET_NAME', 'prod/db', 'database.secret', 'prod/db'],
    ['AWS_DB_HOST', '[2001:db8::1]', 'database.aws.host', '2001:db8::1'],
    ['AWS_DB_PORT', '6543', 'database.aws.port', 6543],
    ['AWS_DB_PASSWORD', ' p ', 'database.aws.password', ' p '],
    ['AWS_REQUIRE_SSL', 'on', 'database.aws.requireSsl', true],
    ['DATABASE_POOL_OVERFLOW', '0', 'database.poolOverflow', 0],
    ['DATABASE_FALLBACK', 'never', 'database.fallback', 'never'],
  ])('reads %s=%s', (key, value, path, expected) => {
    expect(parseConfig({ [key]: value })).toHaveProperty(path, expected);
  });

  it('takes what production needs to send codes', () => {
    const config = parseConfig({
      NODE_ENV: 'production',
      OTP_PEPPERS: `k:${KEY}`,
      SMTP_HOST: 'mail.example.com',
      SMTP_USER: 'u',
      SMTP_PASSWORD: 'p',
      SMTP_FROM: 'registry@example.com',
    });
    expect(config.smtp).toEqual({
      host: 'mail.example.com',
      port: 587,
      security: 'starttls',
      credentials: { user: 'u', password: 'p' },
      from: 'registry@example.com',
      timeoutMs: 10_000,
    });
  });

  it('prefers AWS_DB_SECRET to AWS_SECRET_NAME', () => {
    expect(parseConfig({ AWS_SECRET_NAME: 'b', AWS_DB_SECRET: 'a' }).database.secret).toBe('a');
  });

  it('takes an empty variable for an absent one', () => {
    const empty = { PORT: '', DATABASE_URL: '', AWS_DB_HOST: '', AWS_REQUIRE_SSL: '', DATABASE_FALLBACK: '' };
    expect(parseConfig(empty)).toEqual(parseConfig({}));
  });

  it.each<[Record<string, string>, string]>([
    [{ NODE_ENV: 'hunter2' }, 'NODE_ENV'],
    [{ HOST: 'hunter2!' }, 'HOST'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: ' 80' }, 'PORT'],
    [{ PORT: '8e1' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ LOG_LEVEL: 'hunter2' }, 'LOG_LEVEL'],
    [{ READY_WHEN_DEGRADED: 'hunter2' }, 'READY_WHEN_DEGRADED'],
    [{ BODY_LIMIT_BYTES: '1MB' }, 'BODY_LIMIT_BYTES'],
    [{ TRUST_PROXY: 'hunter2' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '2' }, 'TRUST_PROXY'],
    [{ ADMIN_TOKEN: 'hunter2' }, 'ADMIN_TOKEN'],
    [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY'],
    [{ ADMIN_EMAILS: 'hunter2' }, 'ADMIN_EMAILS'],
    [{ OTP_PEPPERS: KEY }, 'OTP_PEPPERS'],
    [{ OTP_PEPPERS: 'hunter2:c2hvcnQ=' }, 'OTP_PEPPERS'],
    [{ OTP_PEPPERS: `hunter2:${KEY},hunter2:${KEY}` }, 'OTP_PEPPERS'],
    [{ SMTP_HOST: 'hunter2.example.com' }, 'SMTP_FROM'],
    [{ SMTP_HOST: 'smtp://hunter2', SMTP_FROM: 'a@example.com' }, 'SMTP_HOST'],
    [{ SMTP_HOST: 'h', SMTP_FROM: 'hunter2' }, 'SMTP_FROM'],
    [{ SMTP_USER: 'hunter2' }, 'SMTP_PASSWORD'],
    [{ SMTP_PASSWORD: 'hunter2' }, 'SMTP_USER'],
    [{ SMTP_PASSWORD: 'hunter2\n', SMTP_USER: 'u' }, 'SMTP_PASSWORD'],
    [{ SMTP_SECURITY: 'hunter2' }, 'SMTP_SECURITY'],
    [{ NODE_ENV: 'production', OTP_PEPPERS: `k:${KEY}` }, 'SMTP_HOST'],
    [{ NODE_ENV: 'production', SMTP_HOST: 'h', SMTP_FROM: 'a@example.com' }, 'OTP_PEPPERS'],
    [
      { NODE_ENV: 'production', SMTP_HOST: 'h', SMTP_FROM: 'a@example.com', OTP_PEPPERS: 'hunter2' },
      'OTP_PEPPERS',
    ],
    [{ DATABASE_URL: ' ' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'mysql://u:hunter2@h/d' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgresql://u:hunter2@h:abc/d' }, 'DATABASE_URL'],
    [{ AWS_DB_HOST: 'postgresql://u:hunter2@h' }, 'AWS_DB_HOST'],
    [{ AWS_DB_HOST: 'h:5432' }, 'AWS_DB_HOST'],
    [{ AWS_DB_HOST: 'h1,h2' }, 'AWS_DB_HOST'],
    [{ AWS_DB_PORT: 'abc' }, 'AWS_DB_PORT'],
    [{ AWS_DB_PORT: '0' }, 'AWS_DB_PORT'],
    [{ AWS_DB_PORT: '99999' }, 'AWS_DB_PORT'],
    [{ AWS_DB_USER: 'hunter2\n' }, 'AWS_DB_USER'],
    [{ AWS_DB_NAME: ' hunter2' }, 'AWS_DB_NAME'],
    [{ AWS_DB_PASSWORD: 'hunter2\n' }, 'AWS_DB_PASSWORD'],
    [{ AWS_SSLROOTCERT: '/hunter2.pem ' }, 'AWS_SSLROOTCERT'],
    [{ AWS_REGION: 'hunter2 ' }, 'AWS_REGION'],
    [{ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'ftp://hunter2' }, 'AWS_ENDPOINT_URL_SECRETS_MANAGER'],
    [{ AWS_ACCESS_KEY_ID: 'hunter2' }, 'AWS_SECRET_ACCESS_KEY'],
    [{ AWS_SECRET_ACCESS_KEY: 'hunter2' }, 'AWS_ACCESS_KEY_ID'],
    [{ DATABASE_FALLBACK: 'hunter2' }, 'DATABASE_FALLBACK'],
    [{ DATABASE_POOL_SIZE: '0' }, 'DATABASE_POOL_SIZE'],
    [{ DATABASE_RETRY_MAX_MS: '20' }, 'DATABASE_RETRY_MAX_MS'],
    [{ DATABASE_STATEMENT_TIMEOUT_MS: '20000' }, 'DATABASE_STATEMENT_TIMEOUT_MS'],
    [{ DATABASE_CONNECT_TIMEOUT_MS: '2147483648' }, 'DATABASE_CONNECT_TIMEOUT_MS'],
    [{ DATABASE_URL: 'postgresql://u:hunter2@h/d?sslmode=disable', AWS_REQUIRE_SSL: 'true' }, 'DATABASE_URL'],
    [
      { DATABASE_URL: 'postgresql://u:hunter2@h/d?sslmode=allow', AWS_SSLROOTCERT: '/ca.pem' },
      'DATABASE_URL',
    ],
  ])('refuses %j, naming %s and no value', (raw, key) => {
    const failure = failureOf(raw);
    expect(failure.problems.map((problem) => problem.key)).toEqual([key]);
    expect(failure.exitCode).toBe(78);
    expect(failure.message + JSON.stringify(failure)).not.toContain('hunter2');
  });

  it('lists every problem at once, those that tie variables together included', () => {
    const raw = { PORT: 'x', AWS_DB_PORT: 'abc', AWS_ACCESS_KEY_ID: 'x', DATABASE_RETRY_MAX_MS: '20' };
    const lines = failureOf(raw).message.split('\n').slice(1);
    expect(lines.map((line) => line.trim().split(' ')[0])).toEqual([
      'PORT',
      'AWS_DB_PORT',
      'AWS_SECRET_ACCESS_KEY',
      'DATABASE_RETRY_MAX_MS',
    ]);
  });
});

function failureOf(raw: Record<string, string>): ConfigError {
  try {
    parseConfig(raw);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}
