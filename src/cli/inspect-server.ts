import { setTimeout as pause } from 'node:timers/promises';
import {
  connectClient,
  createClient,
  type DatabaseOptions,
  type PostgresConnection,
  postgresClientOptions,
} from '../database';

/** What a server tells of itself. */
export interface ServerFacts {
  version: string;
  /** null is plain text. */
  tlsVersion: string | null;
  tlsCipher: string | null;
  /** A standby, or a server told to refuse writes. */
  readOnly: boolean;
  connectMs: number;
}

/** Longest wait for the server to take leave. */
const FAREWELL_MS = 500;

const FACTS = `
  SELECT current_setting('server_version') AS version,
         current_setting('transaction_read_only') = 'on' AS "readOnly",
         ssl.version AS "tlsVersion",
         ssl.cipher AS "tlsCipher"
  FROM pg_stat_ssl AS ssl
  WHERE ssl.pid = pg_backend_pid()`;

/** Connects once, asks, and leaves. Fails with what pg or the server say, within the connect time-out for each. */
export async function inspectServer(
  connection: PostgresConnection,
  options: DatabaseOptions,
): Promise<ServerFacts> {
  const clientOptions = postgresClientOptions(connection, options);
  const client = createClient({
    ...clientOptions,
    query_timeout: options.connectTimeoutMs,
  });
  // A reset after the answer must not end the process.
  client.on('error', () => undefined);
  try {
    const start = performance.now();
    await connectClient(client, clientOptions.connectionTimeoutMillis ?? options.connectTimeoutMs);
    const connectMs = performance.now() - start;
    const { rows } = await client.query<Omit<ServerFacts, 'connectMs'>>(FACTS);
    const [facts] = rows;
    if (facts === undefined) throw new Error('the server tells nothing of this session in pg_stat_ssl');
    return { ...facts, connectMs };
  } finally {
    await Promise.race([client.end().catch(() => undefined), pause(FAREWELL_MS, undefined, { ref: false })]);
  }
}
