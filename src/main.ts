import 'reflect-metadata';
import { createApp } from './app.setup';
import { ConfigError, EXIT_CONFIG } from './config/config-error';
import { loadConfig } from './config/load-config';
import { DatabaseManager, FallbackRefusedError } from './database';
import { serveUntilStopped } from './shutdown';

async function main(): Promise<void> {
  const config = loadConfig();
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  const manager = app.get(DatabaseManager);
  const url = (await app.getUrl()).replace('0.0.0.0', 'localhost').replace('[::1]', 'localhost');
  const { status, message } = manager.state;
  process.stdout.write(
    `Ballast is ${status} (${message}; step: ${manager.step}) at ${url}, documentation at ${url}/docs\n`,
  );
  serveUntilStopped(app, config);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof FallbackRefusedError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
  process.stderr.write(`Ballast could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
