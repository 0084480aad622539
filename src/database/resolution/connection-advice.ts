import { errorSignals } from './error-signals';

/** Why a connection could not be made, in words that hold no secret, and what to do about it. */
export interface ConnectionAdvice {
  /** The SQLSTATE, or node's own code; absent where there is none. */
  code?: string;
  reason: string;
  remedy: string;
}

/** By SQLSTATE (PostgreSQL manual, appendix A) and by node's codes of sockets, DNS and TLS. */
const BY_CODE: ReadonlyMap<string, Omit<ConnectionAdvice, 'code'>> = new Map(
  Object.entries({
    ECONNREFUSED: {
      reason: 'nothing listens at this address',
      remedy: 'check that PostgreSQL runs there, and the port',
    },
    ECONNRESET: { reason: 'the connection was reset', remedy: 'check that PostgreSQL, not a proxy, answers' },
    ENOTFOUND: {
      reason: 'the host name does not resolve',
      remedy: 'check its spelling and the DNS of this network',
    },
    EAI_AGAIN: { reason: 'DNS gave no answer', remedy: 'check the DNS of this network, and try again' },
    ETIMEDOUT: {
      reason: 'the server did not answer in time',
      remedy: 'check the route, firewalls and security groups',
    },
    EHOSTUNREACH: { reason: 'there is no route to the host', remedy: 'check the network and its routes' },
    ENETUNREACH: { reason: 'there is no route to the network', remedy: 'check the network, and IPv6 in it' },
    ENOENT: {
      reason: 'there is no such socket',
      remedy: 'check the folder of the Unix-domain socket, and the port',
    },
    '28P01': { reason: 'the password was refused', remedy: 'correct the password, or the user' },
    '28000': {
      reason: 'the server refuses this user, host or encryption',
      remedy:
        'ask for TLS (AWS_REQUIRE_SSL=true, or sslmode=verify-full in DATABASE_URL), else check pg_hba.conf',
    },
    '25006': {
      reason: 'the server is read-only',
      remedy: 'give the name that follows the primary (for Aurora, the writer endpoint)',
    },
    '3D000': { reason: 'the database does not exist', remedy: 'create it, or correct its name' },
    '42501': {
      reason: 'the user may not connect to the database',
      remedy: 'GRANT CONNECT ON DATABASE to the user',
    },
    '53300': {
      reason: 'the server has no connection left',
      remedy: 'raise max_connections, or lower DATABASE_POOL_SIZE and DATABASE_POOL_OVERFLOW',
    },
    '57P03': { reason: 'the server is starting or shutting down', remedy: 'wait, and try again' },
    DEPTH_ZERO_SELF_SIGNED_CERT: {
      reason: "the server's certificate is self-signed",
      remedy: 'give that certificate as AWS_SSLROOTCERT, or as sslrootcert in DATABASE_URL',
    },
    SELF_SIGNED_CERT_IN_CHAIN: untrustedAuthority(),
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrustedAuthority(),
    UNABLE_TO_GET_ISSUER_CERT: untrustedAuthority(),
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrustedAuthority(),
    CERT_SIGNATURE_FAILURE: untrustedAuthority(),
    CERT_HAS_EXPIRED: {
      reason: "the server's certificate has expired",
      remedy: 'renew it; check the clock of this machine',
    },
    CERT_NOT_YET_VALID: {
      reason: "the server's certificate is not valid yet",
      remedy: 'check the clock of this machine',
    },
    ERR_TLS_CERT_ALTNAME_INVALID: {
      reason: "the server's certificate is for another host",
      remedy: 'connect by a name that the certificate holds',
    },
  }),
);

/** What pg reports without a code. */
const BY_MESSAGE: readonly (readonly [RegExp, Omit<ConnectionAdvice, 'code'>])[] = [
  [
    /does not support SSL/i,
    {
      reason: 'the server has no TLS',
      remedy: 'switch TLS on in the server; plain text is never tried instead',
    },
  ],
  [
    /unsupported startup parameter/i,
    {
      reason: 'the pooler does not take a setting of new connections',
      remedy:
        'set DATABASE_STATEMENT_TIMEOUT_MS=0 and give the role a statement_timeout, ' +
        'or name the setting in ignore_startup_parameters of the pooler',
    },
  ],
  [
    /password must be|non-empty string|no password/i,
    { reason: 'the server wants a password and none is configured', remedy: 'add it' },
  ],
  [
    /timeout|timed out/i,
    { reason: 'the server did not answer in time', remedy: 'check that it is not overloaded' },
  ],
  [
    /Connection terminated|received invalid response|error establishing an SSL/i,
    { reason: 'the server closed the connection', remedy: 'check that PostgreSQL answers at this address' },
  ],
];

/**
 * Explains why connecting to PostgreSQL failed. The words are ours: a driver's or a server's message may repeat
 * what it was given.
 */
export function adviseOnConnection(error: unknown): ConnectionAdvice {
  const { code, message } = errorSignals(error);
  const byCode = code === undefined ? undefined : BY_CODE.get(code);
  if (byCode) return { code, ...byCode };
  const byMessage = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  if (byMessage) return { code, ...byMessage };
  return { code, reason: 'the connection failed', remedy: 'see the log of the PostgreSQL server' };
}

function untrustedAuthority(): Omit<ConnectionAdvice, 'code'> {
  return {
    reason: "the authority that signed the server's certificate is not trusted",
    remedy:
      "give the authority's certificate as AWS_SSLROOTCERT, or as sslrootcert in DATABASE_URL " +
      '(for Amazon RDS: https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem)',
  };
}
