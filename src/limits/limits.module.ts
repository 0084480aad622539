import { Global, Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { Enforcement } from './enforcement.service';
import { GeneralLimits } from './general-limits.service';
import { RateLimitRecord } from './rate-limit.entity';
import { RateLimits } from './rate-limits.service';

/** Global: any route may be limited. */
@Global()
@Module({
  imports: [DatabaseModule.forFeature([RateLimitRecord])],
  providers: [Enforcement, GeneralLimits, RateLimits],
  exports: [Enforcement, GeneralLimits, RateLimits],
})
export class LimitsModule {}
