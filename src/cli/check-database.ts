import type { Config } from '../config/config';
import { adviseOnConnection, describeTarget, resolveDatabase } from '../database';
import { inspectServer } from './inspect-server';
import { reportTable } from './report-table';
import type { Terminal } from './run-command';

/** Connects to the database the service would use and prints what answers. Returns 0 if one does, else 1. */
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
    terminal.out(
      `  server  PostgreSQL ${server.version}${server.readOnly ? ', read-only: not a primary' : ''}`,
    );
    terminal.out(
      `  TLS     ${server.tlsVersion === null ? 'none' : `${server.tlsVersion}, ${server.tlsCipher}`}`,
    );
    return 0;
  } catch (error) {
    const { code, reason, remedy } = adviseOnConnection(error);
    terminal.out(`Cannot connect to ${target}`);
    terminal.out(`  reason  ${reason}${code === undefined ? '' : ` (${code})`}`);
    terminal.out(`  remedy  ${remedy}`);
    return 1;
  }
}
