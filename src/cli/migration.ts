import { MIGRATIONS } from '../migrations/migrations';
import { migrateDatabase } from './migrate-database';
import { runCommand } from './run-command';

void runCommand(migrateDatabase(MIGRATIONS, process.argv.slice(2)));
