import type { DatabaseOptions } from '../database.options';
import { normalizeHost } from './connection-url';
import { describeTarget, type PostgresConnection } from './postgres-connection';
import { ResolutionError } from './resolution-error';
import type { ResolutionStep, StepAnswer } from './resolution-step';
import { type TlsSettings, tlsSettings } from './tls';

const DEFAULT_PORT = 5432;

/** Step 3: the connection is built from AWS_DB_*. */
export class AwsVariablesStep implements ResolutionStep {
  readonly name = 'aws-variables';

  resolve(options: DatabaseOptions): StepAnswer {
    const required = {
      AWS_DB_HOST: options.host,
      AWS_DB_NAME: options.name,
      AWS_DB_USER: options.user,
      AWS_DB_PASSWORD: options.password,
    };
    const missing = Object.entries(required).flatMap(([key, value]) => (value === undefined ? [key] : []));
    const { host, name, user, password } = options;
    if (missing.length === Object.keys(required).length)
      return { outcome: 'not configured', detail: 'AWS_DB_HOST is not set' };
    if (host === undefined || name === undefined || user === undefined || password === undefined) {
      const [first = ''] = missing;
      throw new ResolutionError(
        first,
        `${missing.join(', ')} not set. Set all of AWS_DB_HOST, AWS_DB_NAME, AWS_DB_USER and AWS_DB_PASSWORD, or DATABASE_URL.`,
      );
    }
    const connection: PostgresConnection = {
      host: normalizeHost(host),
      port: options.port ?? DEFAULT_PORT,
      database: name,
      user,
      password,
      tls: awsTls(options),
    };
    return { outcome: 'selected', detail: describeTarget(connection), connection };
  }
}

/** AWS_REQUIRE_SSL or AWS_SSLROOTCERT ask for TLS with the chain and the host name verified; never plain text. */
export function awsTls({ requireSsl, sslRootCert }: DatabaseOptions): TlsSettings | false {
  if (!requireSsl && sslRootCert === undefined) return false;
  return tlsSettings('verify-full', { rootCert: sslRootCert }, 'AWS_SSLROOTCERT');
}
