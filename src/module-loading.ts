import * as nodeModule from 'node:module';
import * as path from 'node:path';
import { mapStackTraces } from './source-maps';

/** What Node 20 does not have, and Node 22 does. */
interface Loader {
  enableCompileCache?(directory: string): unknown;
}

// Node keeps the code that it has compiled for the next start. It goes on without where it cannot write.
(nodeModule as object as Loader).enableCompileCache?.(
  path.join(__dirname, '..', 'node_modules', '.cache', 'ballast'),
);
mapStackTraces(path.join(__dirname, 'service.js'));
