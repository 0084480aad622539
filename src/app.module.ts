import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AdminModule } from './admin/admin.module';
import { ApisModule } from './apis/apis.module';
import { AuditModule } from './audit/audit.module';
import { AuthModule } from './auth/auth.module';
import type { Config } from './config/config';
import { CONFIG } from './config/config';
import { configModule } from './config/config.module';
import { DatabaseModule } from './database';
import { HealthModule } from './health/health.module';
import { HousekeepingModule } from './housekeeping/housekeeping.module';
import { HttpModule } from './http/http.module';
import { IdempotencyModule } from './idempotency/idempotency.module';
import { LimitsModule } from './limits/limits.module';
import { Users1764057600000 } from './migrations/1764057600000-users';
import { Tokens1764057700000 } from './migrations/1764057700000-tokens';
import { Otps1764057800000 } from './migrations/1764057800000-otps';
import { Limits1764057900000 } from './migrations/1764057900000-limits';
import { Idempotency1764058000000 } from './migrations/1764058000000-idempotency';
import { Apis1764058200000 } from './migrations/1764058200000-apis';
import { OtpFailureKeepers1764058300000 } from './migrations/1764058300000-otp-failure-keepers';
import { OtpsModule } from './otps/otps.module';
import { PortalModule } from './portal/portal.module';
import { TokensModule } from './tokens/tokens.module';
import { UsersModule } from './users/users.module';

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        configModule(config),
        {
          ...TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: config.shutdownDelayMs }),
          global: true,
        },
        DatabaseModule.forRootAsync({
          inject: [CONFIG],
          useFactory: ({ database }: Config) => database,
          migrations: [
            Users1764057600000,
            Tokens1764057700000,
            Otps1764057800000,
            Limits1764057900000,
            Idempotency1764058000000,
            Apis1764058200000,
            OtpFailureKeepers1764058300000,
          ],
        }),
        HttpModule,
        AuditModule,
        LimitsModule,
        IdempotencyModule,
        AuthModule,
        HealthModule,
        AdminModule,
        UsersModule,
        TokensModule,
        OtpsModule,
        ApisModule,
        PortalModule,
        HousekeepingModule,
      ],
    };
  }
}
