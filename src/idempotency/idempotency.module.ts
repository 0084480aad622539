import { Global, Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { IdempotencyRecord } from './idempotency-record.entity';
import { IdempotencyRecords } from './idempotency-records.service';

/** Global: any route that creates something may be sent again. */
@Global()
@Module({
  imports: [DatabaseModule.forFeature([IdempotencyRecord])],
  providers: [IdempotencyRecords],
  exports: [IdempotencyRecords],
})
export class IdempotencyModule {}
