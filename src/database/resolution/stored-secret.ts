import type { GetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { DatabaseOptions } from '../database.options';
import { errorSignals } from './error-signals';
import { ResolutionFailure } from './resolution-failure';

/** The whole of it: loading the SDK, finding credentials, every attempt and its retries. */
export const SECRET_TIME_LIMIT_MS = 3000;

/**
 * Fetches the text of a secret from AWS Secrets Manager, within `SECRET_TIME_LIMIT_MS` whatever happens.
 * The SDK is loaded here and not before, since most starts do not need it and it takes a quarter of a second.
 *
 * @param region absent: the SDK's own way of finding it
 * @throws ResolutionFailure 'secret_unavailable', 'secret_timeout' or 'secret_malformed' (a binary secret)
 */
export async function fetchStoredSecret(
  options: DatabaseOptions,
  id: string,
  region: string | undefined,
): Promise<string> {
  const abort = new AbortController();
  const limit = timeLimit(abort);
  try {
    // Not left to the signal alone: the SDK does not pass it on to the chain that looks for credentials.
    const output = await Promise.race([request(options, id, region, abort.signal), limit.expired]);
    if (output.SecretString === undefined) {
      throw new ResolutionFailure(
        'secret_malformed',
        'The secret holds a binary value; store it as text, a JSON object',
      );
    }
    return output.SecretString;
  } catch (error) {
    throw error instanceof ResolutionFailure ? error : unavailable(error);
  } finally {
    limit.cancel();
  }
}

async function request(
  options: DatabaseOptions,
  id: string,
  region: string | undefined,
  abortSignal: AbortSignal,
): Promise<GetSecretValueCommandOutput> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({
    region,
    endpoint: options.awsEndpointUrl,
    // Copied, because the SDK writes into what it is given.
    credentials: options.awsCredentials && { ...options.awsCredentials },
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: SECRET_TIME_LIMIT_MS },
  });
  try {
    return await client.send(new GetSecretValueCommand({ SecretId: id }), { abortSignal });
  } finally {
    client.destroy();
  }
}

function timeLimit(abort: AbortController): { expired: Promise<never>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(
        new ResolutionFailure(
          'secret_timeout',
          `Secrets Manager gave no answer within ${SECRET_TIME_LIMIT_MS / 1000} s; check the network route ` +
            '(a VPC endpoint or a NAT gateway) and that the process has AWS credentials',
        ),
      );
    }, SECRET_TIME_LIMIT_MS);
  });
  return { expired, cancel: () => clearTimeout(timer) };
}

const NOT_SECRETS_MANAGER =
  'what answers is not Secrets Manager; check AWS_ENDPOINT_URL_SECRETS_MANAGER, and proxies on the way';

/** AWS Secrets Manager API Reference, GetSecretValue and Common Errors; then what node and the SDK add. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['ResourceNotFoundException', 'no secret has this name or ARN in this region'],
  [
    'AccessDeniedException',
    'the role needs secretsmanager:GetSecretValue on the secret, and kms:Decrypt on its key',
  ],
  ['DecryptionFailure', 'the key that encrypts the secret cannot be used; check its state and policy'],
  ['InvalidRequestException', 'the secret is scheduled for deletion; restore it'],
  ['InvalidParameterException', 'the name or ARN is not valid'],
  ['ThrottlingException', 'AWS is throttling the account; the next attempt may succeed'],
  ['UnrecognizedClientException', 'AWS does not know these credentials'],
  ['InvalidSignatureException', 'AWS refused the signature; check the secret access key and the clock'],
  ['ExpiredTokenException', 'the credentials have expired'],
  [
    'CredentialsProviderError',
    'no AWS credentials were found; give the process a role, or set AWS_ACCESS_KEY_ID',
  ],
  ['ENOTFOUND', 'the address of Secrets Manager does not resolve; check AWS_REGION and DNS'],
  ['EAI_AGAIN', 'DNS gave no answer'],
  ['TimeoutError', 'the connection to Secrets Manager broke or was too slow; check the network route'],
  ['SyntaxError', NOT_SECRETS_MANAGER],
  ['Unknown', NOT_SECRETS_MANAGER],
  ['UnknownError', NOT_SECRETS_MANAGER],
  [
    'ECONNREFUSED',
    'nothing listens at the address of Secrets Manager; check AWS_ENDPOINT_URL_SECRETS_MANAGER',
  ],
]);

/**
 * The SDK's own messages may repeat what was sent, and those of JSON.parse what was received, so only names that
 * look like names are passed on, and the error itself is not kept as a cause.
 */
function unavailable(error: unknown): ResolutionFailure {
  const { name: errorName, code = '' } = errorSignals(error);
  const names = [errorName, code];
  const known = names.find((name) => REMEDIES.has(name));
  const name =
    known ?? names.find((candidate) => /^[A-Za-z_]{2,60}$/.test(candidate) && candidate !== 'Error');
  const remedy = REMEDIES.get(name ?? '') ?? 'see the AWS documentation of GetSecretValue';
  return new ResolutionFailure(
    'secret_unavailable',
    `Secrets Manager gave no secret (${name ?? 'unknown error'}): ${remedy}`,
  );
}
