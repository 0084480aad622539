import { isIPv6 } from 'node:net';
import { isUnixSocket } from './server-address';
import type { SslMode } from './ssl-mode';
import type { TlsSettings } from './tls';

/**
 * Where PostgreSQL is and how to sign in, as the separate fields that pg wants.
 * Holds the password: log `describeTarget` instead.
 */
export interface PostgresConnection {
  /** A name, an IPv4 address, a bare IPv6 address, or the folder of a Unix-domain socket. */
  host: string;
  port: number;
  database: string;
  user: string;
  /** A function gives the one of the moment: a token that stands for it. */
  password?: string | (() => Promise<string>);
  /** false is plain text. */
  ssl: false | TlsSettings;
  sslMode: SslMode;
  applicationName?: string;
  /** The URL's connect_timeout, which goes before the layer's own. */
  connectTimeoutMs?: number;
  /** Command-line options for the server process: `-c search_path=registry`. */
  options?: string;
}

/** Whether they lead to the same database of the same server, whoever signs in. */
export function isSameDatabase(a: PostgresConnection, b: PostgresConnection): boolean {
  return a.host === b.host && a.port === b.port && a.database === b.database;
}

/** Names a connection without its secrets: `postgresql://user@host:port/database`. */
export function describeTarget(connection: PostgresConnection): string {
  const { user, host, port, database } = connection;
  const server = isIPv6(host) ? `[${host}]` : isUnixSocket(host) ? encodeURIComponent(host) : host;
  return `postgresql://${encodeURIComponent(user)}@${server}:${port}/${encodeURIComponent(database)}`;
}

/** Says how a connection is protected, in the words of the reports. */
export function describeTls(connection: PostgresConnection): string {
  if (connection.ssl === false) {
    return isUnixSocket(connection.host) ? 'Unix-domain socket' : 'plain text';
  }
  if (!connection.ssl.rejectUnauthorized) return 'TLS, server not verified';
  return connection.ssl.checkServerIdentity ? 'TLS, authority verified' : 'TLS, authority and host verified';
}
