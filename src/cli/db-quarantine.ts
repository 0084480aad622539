import { manageQuarantine } from './manage-quarantine';
import { runCommand } from './run-command';
import { askService } from './service-command';

void runCommand(askService(manageQuarantine, process.argv.slice(2)));
