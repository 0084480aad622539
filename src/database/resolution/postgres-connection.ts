import type { TlsSettings } from './tls';

/** Where PostgreSQL is, in discrete fields: a connection string would override a password function in pg. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** False connects in plain text. */
  readonly tls: TlsSettings | false;
  readonly applicationName?: string;
  /** Start-up options for the server: "-c search_path=app". */
  readonly options?: string;
}

/** The connection for people to read; never a password. */
export function describeTarget({ user, host, port, database, tls }: PostgresConnection): string {
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return `postgresql://${user}@${shownHost}:${port}/${database} (${tls ? `TLS ${tls.mode}` : 'no TLS'})`;
}
