import type { Config } from '../config/config';
import { adviseOnConnection, describeTarget, resolveDatabase } from '../database';
import { inspectServer } from './inspect-server';
import { reportTable } from './report-table';
import type { Terminal } from './run-command';

/** SQLSTATE read_only_sql_transaction: what a write would be answered. */
const READ_ONLY = '25006';

/** Connects to the database the service would use and prints what answers. Returns 0 if it could serve, else 1. */
export async function checkDatabase(config: Config, terminal: Terminal): Promise<number> {
  const resolution = await resolveDatabase(config.database);
  terminal.out(`${reportTable(resolution.report)}\n`);
  if (resolution.kind === 'memory') {
    terminal.out('No PostgreSQL to connect to: no step gave one.');
    return 1;
  }
  const target = describeTarget(resolution.connection);
  try {
    const server = await inspectServer(resolution.connection, config.database);
    terminal.out(`Connected to ${target} in ${Math.round(server.connectMs)} ms`);
    terminal.out(`  server  PostgreSQL ${server.version}`);
    terminal.out(
      `  TLS     ${server.tlsVersion === null ? 'none' : `${server.tlsVersion}, ${server.tlsCipher}`}`,
    );
    if (!server.readOnly) return 0;
    const { reason, remedy } = adviseOnConnection({ code: READ_ONLY });
    terminal.out(`  reason  ${reason}: the service would not be healthy`);
    terminal.out(`  remedy  ${remedy}`);
    return 1;
  } catch (error) {
    const { code, reason, remedy } = adviseOnConnection(error);
    terminal.out(`Cannot connect to ${target}`);
    terminal.out(`  reason  ${reason}${code === undefined ? '' : ` (${code})`}`);
    terminal.out(`  remedy  ${remedy}`);
    return 1;
  }
}
