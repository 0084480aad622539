import { explainDatabase } from './explain-database';
import { runCommand } from './run-command';

void runCommand(explainDatabase);
