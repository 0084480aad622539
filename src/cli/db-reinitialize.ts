import { reinitializeDatabase } from './reinitialize-database';
import { runCommand } from './run-command';
import { askService } from './service-command';

void runCommand(askService(reinitializeDatabase, process.argv.slice(2)));
