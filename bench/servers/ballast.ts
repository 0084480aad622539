import 'reflect-metadata';
import { createApp } from '../../src/app.setup';
import { Public } from '../../src/auth/access';
import { parseConfig } from '../../src/config/config.schema';
import { readEnvironment } from '../../src/config/environment';
import { UsersController } from '../../src/users/users.controller';
import { adminToken } from '../../test/support/sign-in';

/** The service as it is, or with BENCH_OPEN its users open to everybody; it gives an administrator's token to who asks. */
async function main(): Promise<void> {
  if (process.env['BENCH_OPEN']) Public()(UsersController);
  const config = parseConfig(readEnvironment());
  const app = await createApp(config);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/bench/token', () => adminToken(app));
  await app.listen(config.port, config.host);
}

void main();
