import { Controller, Get, Headers, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/access';
import { Describe } from '../docs/describe';
import { Assets } from './assets.service';

const GZIP = /(?:^|[,\s])gzip(?!\s*;\s*q=0(?:\.0*)?(?:\s*(?:,|$)))/;

/** What pages load: as the address changes with the content, what was loaded once is never asked for again. */
@Describe(({ ApiExcludeController }) => [ApiExcludeController()])
@Public()
@Controller('assets')
export class AssetsController {
  constructor(private readonly assets: Assets) {}

  @Get(':hash/:name')
  async get(
    @Param('hash') hash: string,
    @Param('name') name: string,
    @Headers('accept-encoding') codings: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const asset = await this.assets.find(name);
    if (!asset) throw new NotFoundException();
    const isGzipped = GZIP.test(codings ?? '');
    void reply.headers({
      'content-type': asset.type,
      // A page of another release may ask with another hash: it gets what there is, and does not keep it.
      'cache-control': hash === asset.hash ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
    });
    return isGzipped ? asset.gzipped : asset.content;
  }
}
