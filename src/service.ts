import 'reflect-metadata';
import { createApp } from './app.setup';
import { ConfigError } from './config/config-error';
import { parseConfig } from './config/config.schema';
import { readEnvironment } from './config/environment';
import { DatabaseManager, FallbackRefusedError, JournalError } from './database';
import { ignoreHangUpWhileStarting, reinitializeOnHangUp } from './reinitialize-on-hang-up';
import { serveUntilStopped, stopWhileStarting } from './shutdown';

/** sysexits.h: something is wrong in the configuration or with what it names: starting again does not mend it. */
const EX_CONFIG = 78;

async function main(): Promise<void> {
  stopWhileStarting();
  ignoreHangUpWhileStarting();
  // Whoever read what it writes may have gone, which is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const config = parseConfig(readEnvironment());
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  serveUntilStopped(app, config);
  reinitializeOnHangUp(app);
  const manager = app.get(DatabaseManager);
  const url = (await app.getUrl()).replace('0.0.0.0', 'localhost').replace('[::1]', 'localhost');
  const { status, message } = manager.state;
  process.stdout.write(
    `Ballast is ${status} (${message}; step: ${manager.step}) at ${url}, documentation at ${url}/docs\n`,
  );
}

main().catch((error: unknown) => {
  if (
    error instanceof ConfigError ||
    error instanceof FallbackRefusedError ||
    error instanceof JournalError
  ) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EX_CONFIG);
  }
  process.stderr.write(`Ballast could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
