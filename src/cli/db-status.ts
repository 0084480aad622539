import { showStatus } from './show-status';
import { runCommand } from './run-command';
import { askService } from './service-command';

void runCommand(askService(showStatus, process.argv.slice(2)));
