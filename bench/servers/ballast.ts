import 'reflect-metadata';
import { createApp } from '../../src/app.setup';
import { Public, RequireScopes } from '../../src/auth/access';
import { parseConfig } from '../../src/config/config.schema';
import { readEnvironment } from '../../src/config/environment';
import { UsersController } from '../../src/users/users.controller';
import { sessionToken } from '../../test/support/sign-in';

/**
 * The service, which gives a token to who asks for one. Its users are shown to administrators, as they are; with
 * BENCH_ACCESS=user to everybody who has signed in, and with BENCH_ACCESS=open to everybody.
 */
async function main(): Promise<void> {
  const access = process.env['BENCH_ACCESS'] ?? 'admin';
  if (access === 'open') Public()(UsersController);
  if (access === 'user') RequireScopes('profile:read')(UsersController);
  const config = parseConfig(readEnvironment());
  const app = await createApp(config);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/bench/token', () => sessionToken(app, access === 'user' ? 'user' : 'admin'));
  await app.listen(config.port, config.host);
}

void main();
