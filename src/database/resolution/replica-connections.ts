import type { DatabaseOptions } from '../database.options';
import { connectionFromUrl } from './connection-from-url';
import type { PostgresConnection } from './postgres-connection';

/**
 * Where reads may go: the servers of DATABASE_REPLICA_URLS, and AWS_DB_READER_HOST with all else as for the primary.
 *
 * @throws ResolutionFailure
 */
export async function replicaConnections(
  options: DatabaseOptions,
  primary: PostgresConnection,
): Promise<PostgresConnection[]> {
  const { replicaUrls, aws } = options;
  const connections = await Promise.all(
    replicaUrls.map((url) => connectionFromUrl(url, 'DATABASE_REPLICA_URLS', options)),
  );
  if (aws.readerHost !== undefined) connections.push({ ...primary, host: aws.readerHost });
  return connections;
}
