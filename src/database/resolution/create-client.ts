import { Client, type ClientConfig } from 'pg';

/** What pg sends when a session starts, which it does not declare. */
interface StartupParameters {
  options?: string;
  replication?: string;
  application_name?: string;
}

/**
 * Makes a client that knows its configuration and nothing else. What that leaves out, pg would take from the variables
 * and the password file of libpq (PGOPTIONS, PGPASSWORD, PGREPLICATION, ~/.pgpass).
 *
 * @param config discrete fields, with a host, a port, a user, a database and `ssl`
 */
export function createClient(config: ClientConfig): Client {
  const client = new Client({
    ...config,
    password: config.password || noPassword,
    sslnegotiation: config.sslnegotiation ?? 'postgres',
    client_encoding: 'utf8',
  });
  const { connectionParameters } = client as unknown as { connectionParameters: StartupParameters };
  const { options, application_name } = config;
  Object.assign(connectionParameters, { options, application_name, replication: undefined });
  return client;
}

/** pg takes undefined from a function for no password, without a look elsewhere. */
const noPassword = (() => undefined) as unknown as () => string;
