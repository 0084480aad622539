import { Body, Controller, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/access';
import { Callers } from '../auth/callers';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
import { AccountNotices } from './account-notices';
import { OtpAudit } from './otp-audit';
import type { Fulfilment } from './otp-fulfilment.service';
import { OtpVerificationService } from './otp-verification.service';
import { OtpInvalidError } from './otps.errors';
import {
  challengeIdOf,
  sessionSchema,
  type SessionView,
  type VerifyOtp,
  verifyOtpSchema,
} from './otps.schemas';

/** Tells who has changed his address how to be rid of whoever else has got in (OWASP ASVS 5, section 7.4.3). */
const OTHERS_CAN_BE_ENDED =
  '</v1/tokens/revoke-all?keep=current>; rel="related"; title="POST here to revoke all your other tokens"';

@Describe((swagger) => [swagger.ApiTags('one-time passwords'), problems(swagger)])
@Public()
@Controller('v1/auth/otps/:id/verify')
export class OtpAnswersController {
  constructor(
    private readonly verification: OtpVerificationService,
    private readonly callers: Callers,
    private readonly audit: OtpAudit,
    private readonly notices: AccountNotices,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Describe(({ ApiNoContentResponse, ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: sessionSchema,
      description: 'To sign in: the token of a session, shown this once',
    }),
    ApiNoContentResponse({
      description:
        'For other purposes: it is done. With a new address, a Link to where other tokens are revoked',
    }),
    ApiOperation({ summary: 'Tell the code' }),
  ])
  async verify(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: verifyOtpSchema }) { code }: VerifyOtp,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView | undefined> {
    const { session, former } = await this.answer(challengeIdOf(id), code, request);
    if (session) return { token: session.token, expiresAt: session.expiresAt.toISOString() };
    if (former) {
      this.notices.tellOfChangedEmail(former, reply);
      void reply.header('link', OTHERS_CAN_BE_ENDED);
    }
    void reply.status(204);
    return undefined;
  }

  private async answer(id: string, code: string, request: FastifyRequest): Promise<Fulfilment> {
    const caller = await this.callers.findSession(request);
    try {
      const fulfilment = await this.verification.verify(id, code, caller);
      this.audit.fulfilled(fulfilment, request);
      return fulfilment;
    } catch (error) {
      if (error instanceof OtpInvalidError) this.audit.refused(id, request);
      throw error;
    }
  }
}
