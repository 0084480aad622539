import { Controller, Get, Header, HttpCode, HttpStatus, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequireScopes, RequireStepUp } from '../auth/access';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
import {
  type DatabaseStatus,
  databaseStatusSchema,
  type Reinitialization,
  reinitializationSchema,
  type Reinitialize,
  reinitializeSchema,
  type Transitions,
  transitionsSchema,
} from './database-status.schema';
import { DatabaseStatusService } from './database-status.service';

/** For administrators who have proved just now who they are. */
@Describe((swagger) => [swagger.ApiTags('administration'), problems(swagger)])
@RequireScopes('admin:db')
@RequireStepUp()
@Controller('v1/admin/database')
export class DatabaseController {
  constructor(private readonly database: DatabaseStatusService) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: databaseStatusSchema, description: 'Answered in every state' }),
    ApiOperation({ summary: 'Tell how the database layer is doing' }),
  ])
  status(@Query({ schema: noParameters }) _query: object): Promise<DatabaseStatus> {
    return this.database.status();
  }

  @Get('transitions')
  @Header('cache-control', 'no-store')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: transitionsSchema, description: 'At most 100, the latest first' }),
    ApiOperation({ summary: 'Tell the latest changes of state' }),
  ])
  transitions(@Query({ schema: noParameters }) _query: object): Transitions {
    return this.database.transitions();
  }

  @Post('reinitialize')
  @HttpCode(HttpStatus.OK)
  @Header('cache-control', 'no-store')
  @Describe(({ ApiAcceptedResponse, ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: reinitializationSchema, description: 'It has ended; what serves now' }),
    ApiAcceptedResponse({
      standardSchema: reinitializationSchema,
      description: 'It goes on; what serves now',
    }),
    ApiOperation({ summary: 'Look for the database again, and connect to what is found' }),
  ])
  async reinitialize(
    @Query({ schema: reinitializeSchema }) { waitSeconds }: Reinitialize,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Reinitialization> {
    const outcome = await this.database.reinitialize(waitSeconds * 1_000);
    if (!outcome.finished) void reply.status(HttpStatus.ACCEPTED);
    return outcome;
  }
}
