import { Body, Controller, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/access';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
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

@Describe((swagger) => [swagger.ApiTags('one-time passwords'), problems(swagger)])
@Public()
@Controller('v1/auth/otps')
export class OtpsController {
  constructor(
    private readonly otps: OtpsService,
    private readonly verification: OtpVerificationService,
    private readonly delivery: CodeDelivery,
  ) {}

  @Post()
  @HttpCode(202)
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
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChallengeView> {
    const issued = await this.otps.request(input);
    this.delivery.sendAfter(reply, issued);
    return challengeViewOf(issued.otp);
  }

  @Post(':id/resend')
  @HttpCode(202)
  @Describe(({ ApiAcceptedResponse, ApiOperation }) => [
    ApiAcceptedResponse({ standardSchema: challengeSchema, description: 'A new code is on its way' }),
    ApiOperation({ summary: 'Ask for another code for the same challenge' }),
  ])
  async resend(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChallengeView> {
    const issued = await this.otps.resend(idOf(id));
    this.delivery.sendAfter(reply, issued);
    return challengeViewOf(issued.otp);
  }

  @Post(':id/verify')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: sessionSchema, description: 'The token of a session, shown this once' }),
    ApiOperation({ summary: 'Sign in with the code' }),
  ])
  async verify(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: verifyOtpSchema }) { code }: VerifyOtp,
  ): Promise<SessionView> {
    const { token, expiresAt } = await this.verification.verify(idOf(id), code);
    return { token, expiresAt: expiresAt.toISOString() };
  }
}

/** What is no id is the id of no challenge. */
function idOf(text: string): string {
  if (!challengeIdSchema.safeParse(text).success) throw new OtpInvalidError();
  return text.toLowerCase();
}
