import { Module } from '@nestjs/common';
import { DatabaseController } from './database.controller';
import { DatabaseStatusService } from './database-status.service';
import { QuarantineController } from './quarantine.controller';
import { QuarantineService } from './quarantine.service';

@Module({
  controllers: [DatabaseController, QuarantineController],
  providers: [DatabaseStatusService, QuarantineService],
  exports: [DatabaseStatusService, QuarantineService],
})
export class AdminModule {}
