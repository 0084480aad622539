import { Module } from '@nestjs/common';
import { Callers } from '../auth/callers';
import { CONFIG, type Config } from '../config/config';
import { DatabaseModule } from '../database';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { AccountNotices } from './account-notices';
import { CodeDelivery } from './code-delivery';
import { CodeHasher } from './code-hasher';
import { LogTransport } from './mail/log.transport';
import { MailTransport } from './mail/mail';
import { MailDelivery } from './mail/mail-delivery';
import { SmtpTransport } from './mail/smtp.transport';
import { Otp } from './otp.entity';
import { OtpAnswersController } from './otp-answers.controller';
import { OtpAudit } from './otp-audit';
import { OtpChallenges } from './otp-challenges.service';
import { OtpFailures } from './otp-failures.entity';
import { OtpFailuresService } from './otp-failures.service';
import { OtpFulfilment } from './otp-fulfilment.service';
import { OtpLimits } from './otp-limits';
import { OtpLocksController } from './otp-locks.controller';
import { OtpRecipients } from './otp-recipients.service';
import { OtpVerificationService } from './otp-verification.service';
import { OtpsController } from './otps.controller';
import { OtpsService } from './otps.service';

@Module({
  imports: [DatabaseModule.forFeature([Otp, OtpFailures]), UsersModule, TokensModule],
  controllers: [OtpLocksController, OtpsController, OtpAnswersController],
  providers: [
    OtpsService,
    OtpVerificationService,
    OtpAudit,
    OtpChallenges,
    OtpLimits,
    OtpRecipients,
    OtpFulfilment,
    OtpFailuresService,
    AccountNotices,
    Callers,
    CodeHasher,
    CodeDelivery,
    MailDelivery,
    {
      provide: MailTransport,
      inject: [CONFIG],
      useFactory: ({ smtp }: Config): MailTransport => (smtp ? new SmtpTransport(smtp) : new LogTransport()),
    },
  ],
})
export class OtpsModule {}
