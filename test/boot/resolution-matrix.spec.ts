import { Client } from 'pg';
import { parseConfig } from '../../src/config/config.schema';
import { postgresClientOptions, type Resolution, resolveDatabase, type StepName } from '../../src/database';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

type Condition = 'absent' | 'valid' | 'broken';
type Variables = Record<string, string>;

const CONDITIONS: readonly Condition[] = ['absent', 'valid', 'broken'];

/** Every way in which the three configurable steps can stand. */
const COMBINATIONS = CONDITIONS.flatMap((url) =>
  CONDITIONS.flatMap((secret) => CONDITIONS.map((aws) => [url, secret, aws] as const)),
);

const STEPS = ['explicit-url', 'secrets-manager', 'aws-variables'] as const;

describe('resolution', () => {
  let standIn: SecretsManagerStandIn;
  /** One database a step, so that the database that answers tells which step was followed. */
  let databases: Record<(typeof STEPS)[number], TestDatabase>;

  beforeAll(async () => {
    standIn = await SecretsManagerStandIn.start();
    const [url, secret, aws] = [
      await createTestDatabase(),
      await createTestDatabase(),
      await createTestDatabase(),
    ];
    databases = { 'explicit-url': url, 'secrets-manager': secret, 'aws-variables': aws };
    const { username, password, hostname, port, pathname } = new URL(secret.url);
    standIn.put('prod/db', {
      engine: 'postgres',
      host: hostname,
      port: Number(port),
      dbname: pathname.slice(1),
      username,
      password,
    });
    standIn.put('prod/broken', { username });
  });

  afterAll(async () => {
    await standIn.close();
    await Promise.all(Object.values(databases).map((database) => database.drop()));
  });

  function variablesOf(url: Condition, secret: Condition, aws: Condition): Variables {
    const target = new URL(databases['aws-variables'].url);
    const explicit = databases['explicit-url'].url;
    const urls: Record<Condition, Variables> = {
      absent: {},
      valid: { DATABASE_URL: explicit },
      broken: { DATABASE_URL: `${explicit}?sslmode=verify-full&sslrootcert=/missing/ca.pem` },
    };
    const secrets: Record<Condition, Variables> = {
      absent: {},
      valid: { AWS_DB_SECRET: 'prod/db' },
      broken: { AWS_SECRET_NAME: 'prod/broken' },
    };
    const user = { AWS_DB_HOST: target.hostname, AWS_DB_PORT: target.port, AWS_DB_USER: target.username };
    const awsVariables: Record<Condition, Variables> = {
      absent: {},
      valid: { ...user, AWS_DB_NAME: target.pathname.slice(1), AWS_DB_PASSWORD: target.password },
      broken: user,
    };
    return { ...standIn.environment, ...urls[url], ...secrets[secret], ...awsVariables[aws] };
  }

  it.each(COMBINATIONS)(
    'follows the first step that resolves: url %s, secret %s, variables %s',
    async (...is) => {
      const resolution = await resolve(variablesOf(...is));

      const winner = STEPS.find((_, index) => is[index] === 'valid');
      const before = winner === undefined ? STEPS.length : STEPS.indexOf(winner);
      expect(outcomesOf(resolution)).toEqual([
        ...STEPS.map((step, index) => {
          if (index > before) return [step, 'not reached'];
          if (step === winner) return [step, 'selected'];
          return [step, is[index] === 'absent' ? 'not configured' : 'failed'];
        }),
        ['fallback', winner === undefined ? 'selected' : 'not reached'],
      ]);
      expect(resolution.step).toBe(winner ?? 'fallback');
      expect(await currentDatabase(resolution)).toBe(
        winner === undefined ? 'memory' : nameOf(databases[winner]),
      );
    },
  );

  it.each<[string, Condition, 'selected' | 'failed']>([
    ['always', 'absent', 'selected'],
    ['always', 'broken', 'selected'],
    ['unconfigured', 'absent', 'selected'],
    ['unconfigured', 'broken', 'failed'],
    ['never', 'absent', 'failed'],
    ['never', 'broken', 'failed'],
  ])('tells what DATABASE_FALLBACK=%s makes of steps that are all %s', async (policy, is, outcome) => {
    const resolution = await resolve({ ...variablesOf(is, is, is), DATABASE_FALLBACK: policy });
    expect(resolution.kind).toBe('memory');
    expect(outcomesOf(resolution).at(-1)).toEqual(['fallback', outcome]);
  });

  it.each(COMBINATIONS)('[fault 32] repeats no password: url %s, secret %s, variables %s', async (...is) => {
    const { report } = await resolve(variablesOf(...is));
    const { password } = new URL(databases['explicit-url'].url);
    expect(JSON.stringify(report)).not.toContain(password);
  });
});

function resolve(variables: Variables): Promise<Resolution> {
  return resolveDatabase(parseConfig(variables).database);
}

function outcomesOf({ report }: Resolution): [StepName, string][] {
  return report.map(({ step, outcome }) => [step, outcome]);
}

function nameOf(database: TestDatabase): string {
  return new URL(database.url).pathname.slice(1);
}

async function currentDatabase(resolution: Resolution): Promise<string> {
  if (resolution.kind === 'memory') return 'memory';
  const options = { connectTimeoutMs: 5000, keepAlive: true };
  const client = new Client(postgresClientOptions(resolution.connection, options));
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    return rows[0]?.name ?? 'none';
  } finally {
    await client.end();
  }
}
