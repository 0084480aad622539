import {
  applyDecorators,
  Controller,
  Get,
  Header,
  HttpStatus,
  Inject,
  Res,
  UseFilters,
} from '@nestjs/common';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  HealthIndicatorService,
} from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/access';
import { CONFIG, type Config } from '../config/config';
import { DatabaseHealthIndicator, DatabaseManager, type DatabaseState } from '../database';
import { Describe } from '../docs/describe';
import { HealthFilter } from './health.filter';

/** Not asked of Terminus, which calls everything unavailable while the service ends. */
const ALIVE: HealthCheckResult = {
  status: 'ok',
  info: { process: { status: 'up' } },
  error: {},
  details: { process: { status: 'up' } },
};

/** Where people are told more (RFC 8631, section 4.4). */
const STATUS_PAGE = ['link', '</status>; rel="status"'] as const;

/** Marks what Terminus answers. It describes that by `@nestjs/swagger`, which is for later. */
const Probe = (summary: string): MethodDecorator =>
  applyDecorators(
    HealthCheck({ noCache: true, swaggerDocumentation: false }),
    Header(...STATUS_PAGE),
    Describe(({ ApiOperation }) => [
      HealthCheck({ noCache: false, swaggerDocumentation: true }),
      ApiOperation({ summary }),
    ]),
  );

/** What probes and people ask. Everything is answered from what is known already: no request waits for PostgreSQL. */
@Public()
@Describe(({ ApiTags }) => [ApiTags('health')])
@UseFilters(HealthFilter)
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: DatabaseHealthIndicator,
    private readonly manager: DatabaseManager,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Everything that has a health. */
  @Get()
  @Probe('Tell everything that has a health')
  all(): Promise<HealthCheckResult> {
    return this.health.check([() => this.database.check()]);
  }

  /** Whether the process runs; it depends on nothing, so that no fault elsewhere ever restarts it. */
  @Get('live')
  @Probe('Tell whether the process runs')
  live(): HealthCheckResult {
    return ALIVE;
  }

  /** Whether requests should be sent here. */
  @Get('ready')
  @Probe('Tell whether requests should be sent here')
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => {
        const degraded = this.manager.state.status === 'degraded';
        if (degraded && !this.config.readyWhenDegraded)
          return this.indicators.check('database').down(describe(this.manager.state));
        return this.database.check();
      },
    ]);
  }

  /** Whether the start is over: whoever is asked has started. */
  @Get('startup')
  @Probe('Tell whether the start is over')
  startup(): HealthCheckResult {
    return ALIVE;
  }

  /** The database's state in words of its own. */
  @Get('database')
  @Header('cache-control', 'no-store')
  @Header(...STATUS_PAGE)
  @Describe(({ ApiOperation }) => [ApiOperation({ summary: 'Tell the state of the database, and why' })])
  databaseState(@Res({ passthrough: true }) reply: FastifyReply): object {
    const { state } = this.manager;
    void reply.status(state.status === 'unhealthy' ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK);
    return { status: state.status, ...describe(state) };
  }
}

function describe({ database, message, usingPrimary }: DatabaseState): {
  database: string;
  message: string;
  usingPrimary: boolean;
} {
  return { database, message, usingPrimary };
}
