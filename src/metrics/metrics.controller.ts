import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/access';
import { CONFIG, type Config } from '../config/config';
import { Describe } from '../docs/describe';
import { isShown } from './bearer-token';
import type { Exposition } from './exposition';
import { EXPOSITION } from './exposition.provider';
import { MetricsTokenRequiredError } from './metrics.errors';

/** Metrics at the port of the service, which others reach too: to who shows METRICS_TOKEN. */
@Public()
@Describe(({ ApiExcludeController }) => [ApiExcludeController()])
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(EXPOSITION) private readonly exposition: Exposition,
  ) {}

  @Get()
  async tell(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const token = this.config.metrics?.token ?? null;
    if (token === null || !isShown(token, request.headers.authorization))
      throw new MetricsTokenRequiredError();
    void reply.header('content-type', this.exposition.contentType).header('cache-control', 'no-store');
    return this.exposition.text();
  }
}
