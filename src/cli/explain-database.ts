import type { Config } from '../config/config';
import { resolveDatabase } from '../database';
import { reportTable } from './report-table';
import type { Terminal } from './run-command';

/** Prints which database the service would use, and why. Connects to none. */
export async function explainDatabase(config: Config, terminal: Terminal): Promise<number> {
  const { report } = await resolveDatabase(config.database);
  terminal.out(reportTable(report));
  return 0;
}
