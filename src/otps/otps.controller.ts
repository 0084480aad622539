import { Body, Controller, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/access';
import { Callers } from '../auth/callers';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
import { RateLimit } from '../limits/rate-limit.guard';
import { CodeDelivery } from './code-delivery';
import { OtpLimits } from './otp-limits';
import {
  challengeIdOf,
  challengeSchema,
  type ChallengeView,
  challengeViewOf,
  type RequestOtp,
  requestOtpSchema,
} from './otps.schemas';
import { OtpsService } from './otps.service';

/** Asking for codes and asking for them again count together (OWASP ASVS 5, section 6.5). */
const CODES_PER_ADDRESS = {
  name: 'codes',
  by: 'address',
  limit: 'codesPerAddress',
  windowMs: 3_600_000,
} as const;

@Describe((swagger) => [swagger.ApiTags('one-time passwords'), problems(swagger)])
@Public()
@Controller('v1/auth/otps')
export class OtpsController {
  constructor(
    private readonly otps: OtpsService,
    private readonly limits: OtpLimits,
    private readonly delivery: CodeDelivery,
    private readonly callers: Callers,
  ) {}

  @Post()
  @HttpCode(202)
  @RateLimit(CODES_PER_ADDRESS)
  @Describe(({ ApiAcceptedResponse, ApiOperation }) => [
    ApiAcceptedResponse({
      standardSchema: challengeSchema,
      description: 'A code is on its way, if it is to be',
    }),
    ApiOperation({ summary: 'Ask for a code by mail' }),
  ])
  async request(
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: requestOtpSchema }) input: RequestOtp,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChallengeView> {
    const caller = input.purpose === 'sign_in' ? null : await this.callers.get(request);
    await this.limits.admit(input.email, request, reply);
    const issued = await this.otps.request(input, caller);
    this.delivery.sendAfter(reply, issued);
    return challengeViewOf(issued.otp);
  }

  @Post(':id/resend')
  @HttpCode(202)
  @RateLimit(CODES_PER_ADDRESS)
  @Describe(({ ApiAcceptedResponse, ApiOperation }) => [
    ApiAcceptedResponse({ standardSchema: challengeSchema, description: 'A new code is on its way' }),
    ApiOperation({ summary: 'Ask for another code for the same challenge' }),
  ])
  async resend(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChallengeView> {
    const otp = await this.otps.getResendable(challengeIdOf(id), await this.callers.findSession(request));
    await this.limits.admit(otp.email, request, reply);
    const issued = await this.otps.resend(otp);
    this.delivery.sendAfter(reply, issued);
    return challengeViewOf(issued.otp);
  }
}
