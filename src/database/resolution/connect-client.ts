import type { Client } from 'pg';

/** The host did not answer; with node's own code of it, for the advice that belongs to it. */
class ConnectTimeoutError extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * Connects a client that has a time-out. Where no packet comes back, as behind a firewall, pg says only that the
 * connection terminated.
 *
 * @param timeoutMs the client's `connectionTimeoutMillis`
 */
export async function connectClient(client: Client, timeoutMs: number): Promise<void> {
  const start = performance.now();
  try {
    await client.connect();
  } catch (cause) {
    const isLate = performance.now() - start >= timeoutMs;
    throw isLate ? new ConnectTimeoutError('the server did not answer in time', { cause }) : cause;
  }
}
