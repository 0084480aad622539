import 'reflect-metadata';
import { createApp, logOf } from './app.setup';
import type { Config } from './config/config';
import { ConfigError } from './config/config-error';
import { parseConfig } from './config/config.schema';
import { readEnvironment } from './config/environment';
import { endOnCrash } from './crash';
import { DatabaseManager, FallbackRefusedError, JournalError } from './database';
import { textOf } from './logging/described-error';
import { EventLog } from './logging/event-log';
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
  await start(config).catch((error: unknown) => refuse(error, config.environment === 'development'));
}

async function start(config: Config): Promise<void> {
  const log = logOf(config);
  endOnCrash(log);
  const app = await createApp(config, log);
  await app.listen(config.port, config.host);
  serveUntilStopped(app, config);
  reinitializeOnHangUp(app);
  const { state, step } = app.get(DatabaseManager);
  const { status, message } = state;
  const url = (await app.getUrl()).replace('0.0.0.0', 'localhost').replace('[::1]', 'localhost');
  new EventLog('Service').info({ event: 'service.started', status, step, url });
  process.stdout.write(
    `Ballast is ${status} (${message}; step: ${step}) at ${url}, documentation at ${url}/docs\n`,
  );
}

/** @param withMessage whether to show what an error says, which may be anything */
function refuse(error: unknown, withMessage: boolean): never {
  if (
    error instanceof ConfigError ||
    error instanceof FallbackRefusedError ||
    error instanceof JournalError
  ) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EX_CONFIG);
  }
  process.stderr.write(`Ballast could not start: ${textOf(error, withMessage)}\n`);
  process.exit(1);
}

main().catch((error: unknown) => refuse(error, false));
