import { checkDatabase } from './check-database';
import { runCommand } from './run-command';

void runCommand(checkDatabase);
