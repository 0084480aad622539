import { parseConfig } from '../../src/config/config.schema';
import { type Resolution, resolveDatabase } from '../../src/database';
import { SecretsManagerStandIn, type StandInBehaviour } from '../support/secrets-manager-stand-in';

const SECRET = { username: 'app', password: 'hunter2', host: 'db.internal', port: 6543, dbname: 'registry' };
const RESOLVED = { user: 'app', password: 'hunter2', host: 'db.internal', port: 6543, database: 'registry' };

describe('the Secrets Manager step', () => {
  let standIn: SecretsManagerStandIn;

  beforeEach(async () => {
    standIn = await SecretsManagerStandIn.start();
  });

  afterEach(() => standIn.close());

  function resolve(variables: Record<string, string | undefined>): Promise<Resolution> {
    return resolveDatabase(parseConfig({ ...standIn.environment, ...variables }).database);
  }

  async function connectionOf(variables: Record<string, string | undefined>) {
    const resolution = await resolve(variables);
    return resolution.kind === 'postgres' ? resolution.connection : resolution.report;
  }

  async function failureOf(variables: Record<string, string | undefined>): Promise<string> {
    const { report } = await resolve(variables);
    expect(JSON.stringify(report)).not.toContain('hunter2');
    expect(report[1]).toMatchObject({ step: 'secrets-manager', outcome: 'failed' });
    return report[1]?.detail ?? '';
  }

  it('reads a secret by its name', async () => {
    standIn.put('prod/db', SECRET);
    expect(await connectionOf({ AWS_DB_SECRET: 'prod/db' })).toMatchObject(RESOLVED);
  });

  it('reads a secret by its ARN, which brings its region', async () => {
    const arn = standIn.put('prod/db', SECRET);
    expect(await connectionOf({ AWS_SECRET_NAME: arn, AWS_REGION: 'us-east-1' })).toMatchObject(RESOLVED);
  });

  it('takes the secret itself, and asks nobody', async () => {
    const inline = { AWS_DB_SECRET: JSON.stringify(SECRET), AWS_REGION: undefined };
    expect(await connectionOf(inline)).toMatchObject(RESOLVED);
    expect(standIn.requests).toBe(0);
  });

  it('does not ask for the secret when DATABASE_URL resolves', async () => {
    const { step } = await resolve({ AWS_DB_SECRET: 'prod/db', DATABASE_URL: 'postgresql://u:p@h/d' });
    expect([step, standIn.requests]).toEqual(['explicit-url', 0]);
  });

  it('[fault 29] [fault 31] fills in the address that the secret leaves out', async () => {
    standIn.put('managed', { username: 'app', password: 'hunter2' });
    const aws = {
      AWS_DB_HOST: '[2001:db8::1]',
      AWS_DB_PORT: '7000',
      AWS_DB_NAME: 'data',
      AWS_DB_USER: 'other',
    };
    expect(await connectionOf({ AWS_DB_SECRET: 'managed', ...aws })).toMatchObject({
      user: 'app',
      password: 'hunter2',
      host: '2001:db8::1',
      port: 7000,
      database: 'data',
    });
  });

  it("prefers the secret's own address to the variables, and 5432 to nothing", async () => {
    standIn.put('prod/db', { ...SECRET, port: undefined });
    const aws = { AWS_DB_HOST: 'other', AWS_DB_NAME: 'other' };
    expect(await connectionOf({ AWS_DB_SECRET: 'prod/db', ...aws })).toMatchObject({
      ...RESOLVED,
      port: 5432,
    });
    expect(await connectionOf({ AWS_DB_SECRET: 'prod/db', AWS_DB_PORT: '7000' })).toMatchObject({
      port: 7000,
    });
  });

  it.each([
    ['host', { ...SECRET, host: undefined }, /no field host; add it, or set AWS_DB_HOST/],
    ['dbname', { ...SECRET, dbname: undefined }, /no field dbname; add it, or set AWS_DB_NAME/],
    ['password', { ...SECRET, password: undefined }, /no field password/],
  ])('[fault 29] says that the secret has no %s', async (_name, secret, message) => {
    standIn.put('prod/db', secret);
    expect(await failureOf({ AWS_DB_SECRET: 'prod/db' })).toMatch(message);
  });

  it.each<[string, (name: string) => void, RegExp]>([
    ['not JSON', (name) => standIn.put(name, 'hunter2'), /is not JSON/],
    ['null', (name) => standIn.put(name, 'null'), /is null/],
    ['an array', (name) => standIn.put(name, ['hunter2']), /is an array/],
    [
      'over 64 KiB',
      (name) => standIn.put(name, { ...SECRET, note: 'x'.repeat(70_000) }),
      /longer than 64 KiB/,
    ],
    ['binary', (name) => standIn.putBinary(name, Buffer.from('hunter2')), /binary value; store it as text/],
    ['with port "abc"', (name) => standIn.put(name, { ...SECRET, port: 'abc' }), /field port/],
  ])('[fault 29] refuses a secret that is %s', async (_name, put, message) => {
    put('prod/db');
    expect(await failureOf({ AWS_DB_SECRET: 'prod/db' })).toMatch(message);
  });

  it.each<[string, RegExp]>([
    ['{"password":"hunter2', /is not JSON/],
    ['[1]', /is an array/],
    ['postgresql://u:hunter2@h/d', /must be a secret's name, its full ARN, or the secret as a JSON object/],
    ['arn:aws:secretsmanager:eu-central-1:123456789012:secret:a:password::', /must be a secret's name/],
    ['prod/none', /ResourceNotFoundException.*no secret has this name/],
  ])('[fault 29] refuses %s', async (secret, message) => {
    expect(await failureOf({ AWS_DB_SECRET: secret })).toMatch(message);
  });

  it.each<[StandInBehaviour, RegExp]>([
    ['deny', /AccessDeniedException.*secretsmanager:GetSecretValue/],
    ['throttle', /ThrottlingException/],
    ['fail', /InternalServiceError/],
    ['garble', /SyntaxError.*what answers is not Secrets Manager/],
    ['bad gateway', /SyntaxError.*what answers is not Secrets Manager/],
    ['reset', /Secrets Manager gave no secret/],
  ])('[fault 30] gives up when Secrets Manager answers: %s', async (behaviour, message) => {
    standIn.behaviour = behaviour;
    expect(await failureOf({ AWS_DB_SECRET: 'prod/hunter2' })).toMatch(message);
  });

  it('[fault 30] gives up after three seconds when Secrets Manager hangs, and lets the next step try', async () => {
    standIn.behaviour = 'hang';
    const start = performance.now();
    const resolution = await resolve({
      AWS_DB_SECRET: 'prod/db',
      AWS_DB_HOST: 'db',
      AWS_DB_NAME: 'data',
      AWS_DB_USER: 'app',
      AWS_DB_PASSWORD: 'hunter2',
    });
    expect(performance.now() - start).toBeLessThan(3500);
    expect(resolution.report[1]).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/within 3 s/),
    });
    expect(resolution.step).toBe('aws-variables');
  });

  it('[fault 30] fails at once when nothing listens at the endpoint', async () => {
    await standIn.close();
    expect(await failureOf({ AWS_DB_SECRET: 'prod/db' })).toMatch(/Secrets Manager gave no secret/);
  });

  it('asks for the region when only a name is given', async () => {
    expect(await failureOf({ AWS_DB_SECRET: 'prod/db', AWS_REGION: undefined })).toMatch(/Set AWS_REGION/);
  });

  it('[fault 30] says that the credentials are refused', async () => {
    const credentials = { AWS_ACCESS_KEY_ID: 'AKIDOTHER', AWS_SECRET_ACCESS_KEY: 'hunter2' };
    expect(await failureOf({ AWS_DB_SECRET: 'a', ...credentials })).toMatch(/UnrecognizedClientException/);
  });
});
