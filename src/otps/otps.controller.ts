import { Body, Controller, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/access';
import { Callers } from '../auth/callers';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
import { RateLimit } from '../limits/rate-limit.guard';
import { CodeDelivery } from './code-delivery';
import { OtpVerificationService } from './otp-verification.service';
import { OtpInvalidError } from './otps.errors';
import {
  challengeIdSchema,
  challengeSchema,
  type ChallengeView,
  challengeViewOf,
  type RequestOtp,
  requestOtpSchema,
  sessionSchema,
  type SessionView,
  type VerifyOtp,
  verifyOtpSchema,
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
    private readonly verification: OtpVerificationService,
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
    const issued = await this.otps.resend(idOf(id), await this.callers.findSession(request));
    this.delivery.sendAfter(reply, issued);
    return challengeViewOf(issued.otp);
  }

  @Post(':id/verify')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Describe(({ ApiNoContentResponse, ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: sessionSchema,
      description: 'To sign in: the token of a session, shown this once',
    }),
    ApiNoContentResponse({ description: 'For other purposes: it is done' }),
    ApiOperation({ summary: 'Tell the code' }),
  ])
  async verify(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: verifyOtpSchema }) { code }: VerifyOtp,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView | undefined> {
    const caller = await this.callers.findSession(request);
    const { session } = await this.verification.verify(idOf(id), code, caller);
    if (session) return { token: session.token, expiresAt: session.expiresAt.toISOString() };
    void reply.status(204);
    return undefined;
  }
}

/** What is no id is the id of no challenge. */
function idOf(text: string): string {
  if (!challengeIdSchema.safeParse(text).success) throw new OtpInvalidError();
  return text.toLowerCase();
}
