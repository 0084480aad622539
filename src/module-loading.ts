import * as nodeModule from 'node:module';
import * as path from 'node:path';

/** What Node 20 does not have, and Node 22 does. */
interface Loader {
  enableCompileCache?(directory: string): unknown;
  setSourceMapsSupport?(enabled: boolean, options: { nodeModules: boolean }): void;
}

const loader = nodeModule as object as Loader;

// Node keeps the code that it has compiled for the next start. It goes on without where it cannot write.
loader.enableCompileCache?.(path.join(__dirname, '..', 'node_modules', '.cache', 'ballast'));

// The source maps of the dependencies are many, and tell of sources that nobody has.
if (process.execArgv.includes('--enable-source-maps'))
  loader.setSourceMapsSupport?.(true, { nodeModules: false });
