import type { DatabaseOptions } from '../database.options';
import { awsTlsRequest } from './aws-tls';
import { type ConnectionUrl, parseConnectionUrl } from './connection-url';
import { MalformedValueError } from './malformed-value-error';
import type { PostgresConnection } from './postgres-connection';
import { ResolutionFailure } from './resolution-failure';
import { isUnixSocket } from './server-address';
import { type TlsFile, type TlsRequest, tlsSettingsOf } from './tls';

/**
 * The connection that a URL describes.
 *
 * @param setting the variable that holds the URL, for error messages
 * @throws ResolutionFailure
 */
export async function connectionFromUrl(
  text: string,
  setting: string,
  options: DatabaseOptions,
): Promise<PostgresConnection> {
  const url = parse(text, setting);
  const tls = tlsRequest(url, setting, options);
  return {
    host: url.host,
    port: url.port,
    database: url.database,
    user: url.user,
    password: url.password,
    ssl: await tlsSettingsOf(tls),
    sslMode: tls.mode,
    applicationName: url.applicationName ?? options.applicationName,
    connectTimeoutMs: url.connectTimeoutMs,
    options: url.options,
  };
}

/**
 * A URL that says nothing about TLS gets what AWS_REQUIRE_SSL and AWS_SSLROOTCERT ask for; one that names
 * an authority and no mode wants it checked.
 */
function tlsRequest(url: ConnectionUrl, setting: string, options: DatabaseOptions): TlsRequest {
  if (isUnixSocket(url.host)) return { mode: 'disable' };
  if (url.sslMode === undefined && url.sslRootCert === undefined && url.sslCert === undefined) {
    return awsTlsRequest(options);
  }
  const fileOf = (parameter: string, path: string | undefined): TlsFile | undefined =>
    path === undefined ? undefined : { path, setting: `${parameter} in ${setting}` };
  return {
    mode: url.sslMode ?? 'verify-full',
    rootCert: fileOf('sslrootcert', url.sslRootCert),
    cert: fileOf('sslcert', url.sslCert),
    key: fileOf('sslkey', url.sslKey),
  };
}

function parse(url: string, setting: string): ConnectionUrl {
  try {
    return parseConnectionUrl(url);
  } catch (error) {
    if (!(error instanceof MalformedValueError)) throw error;
    throw new ResolutionFailure('malformed_value', `${setting} ${error.rule}`);
  }
}
