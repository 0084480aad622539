import * as z from 'zod';
import type { DatabaseOptions } from '../database.options';
import { awsTls } from './aws-variables.step';
import { normalizeHost } from './connection-url';
import { describeTarget, type PostgresConnection } from './postgres-connection';
import { ResolutionError } from './resolution-error';
import type { ResolutionStep, StepAnswer } from './resolution-step';

/** AWS keeps at most this much in a secret (Secrets Manager quotas). */
const MAX_SECRET_BYTES = 65_536;
const DEFAULT_PORT = 5432;

const text = z.string().min(1, 'must not be empty');
const port = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  z
    .number('must be a number')
    .int()
    .min(1, 'must be between 1 and 65535')
    .max(65_535, 'must be between 1 and 65535'),
);

/** The fields of a secret as RDS writes it; what it leaves out comes from AWS_DB_*. */
const secretFields = z.object({
  username: text.optional(),
  user: text.optional(),
  password: text,
  host: text.optional(),
  port: port.optional(),
  dbname: text.optional(),
  database: text.optional(),
  engine: z.string().optional(),
});

/** Step 2: credentials from AWS Secrets Manager. The SDK is loaded only when a secret has to be fetched. */
export class SecretsManagerStep implements ResolutionStep {
  readonly name = 'secrets-manager';

  async resolve(options: DatabaseOptions): Promise<StepAnswer> {
    const reference = options.secret ?? options.secretName;
    if (reference === undefined)
      return { outcome: 'not configured', detail: 'AWS_DB_SECRET and AWS_SECRET_NAME are not set' };
    const key = options.secret === undefined ? 'AWS_SECRET_NAME' : 'AWS_DB_SECRET';
    const inline = options.secret?.trim().startsWith('{') ?? false;
    const content = inline ? reference : await fetchSecret(reference, key, options);
    const connection = connectionFrom(content, key, options);
    return {
      outcome: 'selected',
      detail: `${describeTarget(connection)}, credentials from ${inline ? `the JSON in ${key}` : `the secret that ${key} names`}`,
      connection,
    };
  }
}

function connectionFrom(content: string, key: string, options: DatabaseOptions): PostgresConnection {
  const fields = parseSecret(content, key);
  const user = fields.username ?? fields.user ?? options.user;
  const host = fields.host ?? options.host;
  const database = fields.dbname ?? fields.database ?? options.name;
  if (user === undefined)
    throw new ResolutionError(
      'username',
      'The secret has no username. Add it to the secret, or set AWS_DB_USER.',
    );
  if (host === undefined)
    throw new ResolutionError('host', 'The secret has no host. Add it to the secret, or set AWS_DB_HOST.');
  if (database === undefined)
    throw new ResolutionError(
      'dbname',
      'The secret has no dbname. Add it to the secret, or set AWS_DB_NAME.',
    );
  return {
    host: normalizeHost(host),
    port: fields.port ?? options.port ?? DEFAULT_PORT,
    database,
    user,
    password: fields.password,
    tls: awsTls(options),
  };
}

function parseSecret(content: string, key: string): z.infer<typeof secretFields> {
  if (Buffer.byteLength(content) > MAX_SECRET_BYTES) {
    throw new ResolutionError(
      key,
      `The secret that ${key} names is larger than 64 KiB. Keep nothing but the database's credentials in it.`,
    );
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw new ResolutionError(
      key,
      `The secret that ${key} names is not JSON. Store {"username":...,"password":...,"host":...,"port":...,"dbname":...}.`,
    );
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ResolutionError(
      key,
      `The secret that ${key} names is not a JSON object. Store {"username":...,"password":...,"host":...,"port":...,"dbname":...}.`,
    );
  }
  const result = secretFields.safeParse(parsed);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new ResolutionError(
    String(result.error.issues[0]?.path[0] ?? key),
    `The secret that ${key} names is not usable: ${problems.join('; ')}.`,
  );
}

async function fetchSecret(reference: string, key: string, options: DatabaseOptions): Promise<string> {
  const deadline = AbortSignal.timeout(options.secretTimeoutMs);
  try {
    return await Promise.race([requestSecret(reference, key, options, deadline), rejectOn(deadline)]);
  } catch (error) {
    if (error instanceof ResolutionError) throw error;
    if (deadline.aborted) {
      throw new ResolutionError(
        key,
        `Secrets Manager did not answer within ${options.secretTimeoutMs} ms. Check the network path and AWS_REGION.`,
      );
    }
    // The SDK's messages can quote what they were given; the error's name is enough to act on.
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new ResolutionError(
      key,
      `Secrets Manager refused the secret that ${key} names (${name}). ${remedyFor(name)}`,
      { cause: error },
    );
  }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('deadline')), { once: true });
  });
}

async function requestSecret(
  reference: string,
  key: string,
  { region }: DatabaseOptions,
  deadline: AbortSignal,
): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const ownRegion = /^arn:aws[\w-]*:secretsmanager:([\w-]+):/.exec(reference)?.[1];
  const client = new SecretsManagerClient({ region: region ?? ownRegion, maxAttempts: 2 });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: reference }), {
      abortSignal: deadline,
    });
    if (SecretString === undefined) {
      throw new ResolutionError(key, `The secret that ${key} names is binary. Store its value as text.`);
    }
    return SecretString;
  } finally {
    client.destroy();
  }
}

function remedyFor(name: string): string {
  switch (name) {
    case 'AccessDeniedException':
      return 'Allow secretsmanager:GetSecretValue (and kms:Decrypt) to this role.';
    case 'ResourceNotFoundException':
      return 'Check the name and AWS_REGION.';
    case 'CredentialsProviderError':
      return 'Give the process AWS credentials.';
    default:
      return 'Check the name, AWS_REGION and the role of this process.';
  }
}
