import type { DatabaseOptions } from '../database.options';
import { ResolutionFailure } from './resolution-failure';

/** RDS accepts a token for a quarter of an hour (Amazon RDS User Guide, IAM database authentication). */
const REFRESH_AFTER_MS = 10 * 60_000;

/** Where the token is to be accepted, and by whom it is asked for. */
export interface IamRequest {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/**
 * Gives tokens that stand for the password of an RDS user with IAM authentication. A token is signed in this process,
 * without a request to AWS but for the credentials, and used again until it is ten minutes old.
 *
 * @param now monotonic, in milliseconds
 * @throws ResolutionFailure from the function that it returns, when there are no AWS credentials
 */
export function iamPassword(
  { awsRegion, awsCredentials }: Pick<DatabaseOptions, 'awsRegion' | 'awsCredentials'>,
  { host, port, user }: IamRequest,
  now: () => number = () => performance.now(),
): () => Promise<string> {
  let token: Promise<string> | null = null;
  let signedAt = 0;
  const sign = async (): Promise<string> => {
    const { Signer } = await import('@aws-sdk/rds-signer');
    const credentials = awsCredentials && { ...awsCredentials };
    const signer = new Signer({ hostname: host, port, username: user, region: awsRegion, credentials });
    try {
      return await signer.getAuthToken();
    } catch {
      // The SDK's message may repeat what it was given.
      throw new ResolutionFailure(
        'iam_unavailable',
        'No token for IAM authentication could be signed: give the process a role, or set AWS_ACCESS_KEY_ID, and set AWS_REGION',
      );
    }
  };
  return () => {
    if (token === null || now() - signedAt >= REFRESH_AFTER_MS) {
      signedAt = now();
      token = sign();
      token.catch(() => {
        token = null;
      });
    }
    return token;
  };
}
