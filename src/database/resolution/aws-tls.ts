import type { DatabaseOptions } from '../database.options';
import type { TlsRequest } from './tls';

/**
 * AWS_REQUIRE_SSL and AWS_SSLROOTCERT both ask for TLS with the server's authority and name verified.
 * Without a root certificate node's own list of authorities decides, on which Amazon's for RDS is not:
 * the connection then fails, and is never made in plain text or unverified instead.
 */
export function awsTlsRequest({ aws }: DatabaseOptions): TlsRequest {
  if (!aws.requireSsl && aws.sslRootCert === undefined) return { mode: 'disable' };
  return {
    mode: 'verify-full',
    rootCert:
      aws.sslRootCert === undefined ? undefined : { path: aws.sslRootCert, setting: 'AWS_SSLROOTCERT' },
  };
}
