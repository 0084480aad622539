import { Global, Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { CountKeeper } from './count-keeper';
import { Enforcement } from './enforcement.service';
import { GeneralLimits } from './general-limits.service';
import { RateLimitRecord } from './rate-limit.entity';
import { RateLimits } from './rate-limits.service';

/** Global: any route may be limited. */
@Global()
@Module({
  imports: [DatabaseModule.forFeature([RateLimitRecord])],
  providers: [CountKeeper, Enforcement, GeneralLimits, RateLimits],
  exports: [CountKeeper, Enforcement, GeneralLimits, RateLimits],
})
export class LimitsModule {}
