import { Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScopes, RequireStepUp } from '../auth/access';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { linkNext } from '../http/next-link';
import { noParameters } from '../http/no-parameters';
import {
  type Discard,
  discardSchema,
  type ListQuarantine,
  listQuarantineSchema,
  type QuarantineEntry,
  quarantineEntrySchema,
  type QuarantinePage,
  quarantinePageSchema,
} from './quarantine.schema';
import { QuarantineService } from './quarantine.service';

/** For administrators who have proved just now who they are. */
@Describe((swagger) => [swagger.ApiTags('administration'), problems(swagger)])
@RequireScopes('admin:db')
@RequireStepUp()
@Controller('v1/admin/database/quarantine')
export class QuarantineController {
  constructor(private readonly quarantine: QuarantineService) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: quarantinePageSchema, description: 'One page, with a Link to the next' }),
    ApiOperation({ summary: 'List what PostgreSQL has refused' }),
  ])
  async list(
    @Query({ schema: listQuarantineSchema }) query: ListQuarantine,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QuarantinePage> {
    const page = await this.quarantine.list(query);
    linkNext(request, reply, page.nextCursor);
    return page;
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: quarantineEntrySchema,
      description: 'What it changes, without the values',
    }),
    ApiOperation({ summary: 'Get an entry of the quarantine' }),
  ])
  get(@Param('id') id: string, @Query({ schema: noParameters }) _query: object): Promise<QuarantineEntry> {
    return this.quarantine.get(id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: quarantineEntrySchema,
      description: 'What was in quarantine, and is done',
    }),
    ApiOperation({ summary: 'Repeat a transaction that was refused' }),
  ])
  retry(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Req() request: FastifyRequest,
  ): Promise<QuarantineEntry> {
    return this.quarantine.retry(id, request.id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe(({ ApiNoContentResponse, ApiOperation, ApiQuery }) => [
    ApiQuery({ name: 'confirm', required: true, description: 'The number of the transaction' }),
    ApiNoContentResponse({ description: 'The transaction is given up for good' }),
    ApiOperation({ summary: 'Discard a transaction that was refused' }),
  ])
  async discard(
    @Param('id') id: string,
    @Query({ schema: discardSchema }) { confirm }: Discard,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.quarantine.discard(id, confirm, request.id);
  }
}
