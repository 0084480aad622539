import { Body, Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RequireScopes, RequireStepUp } from '../auth/access';
import { Caller } from '../auth/caller';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
import { OtpAudit } from './otp-audit';
import { OtpFailuresService } from './otp-failures.service';
import { type UnlockAddress, unlockAddressSchema } from './otps.schemas';

@Describe((swagger) => [swagger.ApiTags('one-time passwords'), problems(swagger)])
@Controller('v1/auth/otps/unlock')
export class OtpLocksController {
  constructor(
    private readonly failures: OtpFailuresService,
    private readonly audit: OtpAudit,
  ) {}

  @Post()
  @HttpCode(204)
  @RequireScopes('admin:users')
  @RequireStepUp()
  @Describe(({ ApiNoContentResponse, ApiOperation }) => [
    ApiNoContentResponse({
      description: 'Codes for the address are sent again, and its failures are forgotten',
    }),
    ApiOperation({ summary: 'Open an e-mail address that too many wrong codes have shut' }),
  ])
  async unlock(
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: unlockAddressSchema }) { email }: UnlockAddress,
    @Caller() { userId }: Caller,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.failures.forget(email);
    this.audit.opened(userId, request);
  }
}
