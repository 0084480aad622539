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
import { MetricsModule } from './metrics/metrics.module';
import { MIGRATIONS } from './migrations/migrations';
import { OtpsModule } from './otps/otps.module';
import { PortalModule } from './portal/portal.module';
import { TokensModule } from './tokens/tokens.module';
import type { Tracing } from './tracing/tracing';
import { TracingModule } from './tracing/tracing.module';
import { UsersModule } from './users/users.module';

@Module({})
export class AppModule {
  static forRoot(config: Config, tracing: Tracing | null = null): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TracingModule.forRoot(tracing),
        configModule(config),
        {
          ...TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: config.shutdownDelayMs }),
          global: true,
        },
        DatabaseModule.forRootAsync({
          inject: [CONFIG],
          useFactory: ({ database }: Config) => database,
          migrations: MIGRATIONS,
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
        MetricsModule.forRoot(config),
      ],
    };
  }
}
