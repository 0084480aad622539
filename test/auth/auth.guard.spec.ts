import { Controller, Get, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module';
import { AccessDenials } from '../../src/audit/access-denials';
import { Public, RequireScopes, RequireStepUp } from '../../src/auth/access';
import { parseConfig } from '../../src/config/config.schema';
import { DatabaseManager } from '../../src/database';
import { ProblemFilter } from '../../src/http/problem.filter';
import { adminToken } from '../support/sign-in';

class Inherited {
  @Get()
  answer(): string {
    return 'here';
  }
}

@Public()
@Controller('open')
class OpenController extends Inherited {}

@Controller('closed')
class ClosedController extends Inherited {}

@RequireScopes('admin:db')
@RequireStepUp()
@Controller('guarded')
class GuardedController extends Inherited {}

@Module({ controllers: [OpenController, ClosedController, GuardedController] })
class InheritingModule {}

describe('controllers that have a handler from one class', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const config = parseConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
    const module = await Test.createTestingModule({
      imports: [AppModule.forRoot(config), InheritingModule],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    app.useGlobalFilters(
      new ProblemFilter({ allowedFor: () => [] } as never, app.get(DatabaseManager), app.get(AccessDenials)),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const statusOf = async (url: string, token?: string): Promise<number> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await app.inject({ url, headers })).statusCode;
  };

  it('each demand what they say themselves, whichever was asked first', async () => {
    const token = await adminToken(app);
    const urls = ['/open', '/closed', '/guarded'];
    for (const order of [urls, urls.toReversed()]) {
      const statuses: Record<string, number> = {};
      for (const url of order) statuses[url] = await statusOf(url);
      expect(statuses).toEqual({ '/open': 200, '/closed': 401, '/guarded': 401 });
    }
    expect(await statusOf('/closed', token)).toBe(200);
    expect(await statusOf('/guarded', token)).toBe(200);
  });
});
