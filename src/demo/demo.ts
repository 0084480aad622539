import 'reflect-metadata';
import { createApp } from '../app.setup';
import { ConfigError } from '../config/config-error';
import { parseConfig } from '../config/config.schema';
import { readEnvironment } from '../config/environment';
import { serveUntilStopped, stopWhileStarting } from '../shutdown';
import { fillRegistry } from './fill-registry';

/** sysexits.h: as the service exits for what starting again does not mend. */
const EX_CONFIG = 78;

/** Starts the service with something to look at. */
async function main(): Promise<void> {
  stopWhileStarting();
  const environment = readEnvironment();
  if (environment['NODE_ENV'] === 'production') {
    process.stderr.write('The demo makes users and APIs: it is not for production. Unset NODE_ENV.\n');
    process.exit(EX_CONFIG);
  }
  const config = parseConfig({ LOG_LEVEL: 'warn', ...environment });
  const app = await createApp(config);
  await app.init();
  await fillRegistry(app);
  await app.listen(config.port, config.host);
  serveUntilStopped(app, config);
  const url = (await app.getUrl()).replace('0.0.0.0', 'localhost').replace('[::1]', 'localhost');
  process.stdout.write(`Look at ${url}: two people have published a few APIs. Stop it with Ctrl+C.\n`);
}

main().catch((error: unknown) => {
  const isMistake = error instanceof ConfigError;
  const text = error instanceof Error ? (isMistake ? error.message : error.stack) : String(error);
  process.stderr.write(`${isMistake ? '' : 'The demo could not start: '}${text}\n`);
  process.exit(isMistake ? EX_CONFIG : 1);
});
