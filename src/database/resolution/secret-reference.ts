import { ResolutionFailure } from './resolution-failure';

/** What AWS_DB_SECRET holds. */
export type SecretReference =
  | { kind: 'stored'; id: string; region?: string }
  /** The secret itself, as ECS puts it into a variable. */
  | { kind: 'inline'; json: string };

/** AWS Secrets Manager User Guide: the characters of a secret's name. */
const NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;

const ARN = /^arn:aws[a-z-]*:secretsmanager:(?<region>[a-z0-9-]+):\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,520}$/;

/**
 * Tells a secret's name, its ARN and its JSON apart. An ARN brings the region the secret lives in.
 *
 * @throws ResolutionFailure 'secret_malformed', without the text, which may be a secret cut short
 */
export function readSecretReference(text: string): SecretReference {
  if (/^\s*[[{"]/.test(text)) return { kind: 'inline', json: text };
  const arn = ARN.exec(text);
  if (arn) return { kind: 'stored', id: text, region: arn.groups?.['region'] };
  if (NAME.test(text)) return { kind: 'stored', id: text };
  throw new ResolutionFailure(
    'secret_malformed',
    "AWS_DB_SECRET (or AWS_SECRET_NAME) must be a secret's name, its full ARN, or the secret as a JSON object",
  );
}
