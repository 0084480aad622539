import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.setup';
import { parseConfig } from '../../src/config/config.schema';

/** The real application, listening on a free port of the loopback. */
export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

export async function startApp(environment: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const config = parseConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_CONNECT_TIMEOUT_MS: '30000',
    // All tests ask from one address.
    RATE_LIMIT_CODES_PER_ADDRESS: '1000',
    RATE_LIMIT_PER_ADDRESS: '0',
    RATE_LIMIT_PER_TOKEN: '0',
    RATE_LIMIT_TOKENS_PER_USER: '10000',
    ...environment,
  });
  const app = await createApp(config);
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), close: () => app.close() };
}
