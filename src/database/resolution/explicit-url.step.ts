import type { DatabaseOptions } from '../database.options';
import { awsTlsRequest } from './aws-tls';
import { type ConnectionUrl, parseConnectionUrl } from './connection-url';
import { MalformedValueError } from './malformed-value-error';
import type { ResolutionStep, StepAnswer } from './resolution';
import { ResolutionFailure } from './resolution-failure';
import { isUnixSocket } from './server-address';
import { type TlsFile, type TlsRequest, tlsSettingsOf } from './tls';

/** Step 1: DATABASE_URL says it all. */
export class ExplicitUrlStep implements ResolutionStep {
  readonly name = 'explicit-url';

  constructor(private readonly options: DatabaseOptions) {}

  async resolve(): Promise<StepAnswer> {
    if (this.options.url === undefined) {
      return { outcome: 'not configured', detail: 'DATABASE_URL is not set' };
    }
    const url = parse(this.options.url);
    const tls = this.tlsRequest(url);
    return {
      outcome: 'selected',
      connection: {
        host: url.host,
        port: url.port,
        database: url.database,
        user: url.user,
        password: url.password,
        ssl: await tlsSettingsOf(tls),
        sslMode: tls.mode,
        applicationName: url.applicationName ?? this.options.applicationName,
        connectTimeoutMs: url.connectTimeoutMs,
        options: url.options,
      },
    };
  }

  /**
   * A URL that says nothing about TLS gets what AWS_REQUIRE_SSL and AWS_SSLROOTCERT ask for; one that names
   * an authority and no mode wants it checked.
   */
  private tlsRequest(url: ConnectionUrl): TlsRequest {
    if (isUnixSocket(url.host)) return { mode: 'disable' };
    if (url.sslMode === undefined && url.sslRootCert === undefined && url.sslCert === undefined) {
      return awsTlsRequest(this.options);
    }
    return {
      mode: url.sslMode ?? 'verify-full',
      rootCert: fileOf('sslrootcert', url.sslRootCert),
      cert: fileOf('sslcert', url.sslCert),
      key: fileOf('sslkey', url.sslKey),
    };
  }
}

function parse(url: string): ConnectionUrl {
  try {
    return parseConnectionUrl(url);
  } catch (error) {
    if (!(error instanceof MalformedValueError)) throw error;
    throw new ResolutionFailure('malformed_value', `DATABASE_URL ${error.rule}`);
  }
}

function fileOf(parameter: string, path: string | undefined): TlsFile | undefined {
  return path === undefined ? undefined : { path, setting: `${parameter} in DATABASE_URL` };
}
