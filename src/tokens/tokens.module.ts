import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { SessionsService } from './sessions.service';
import { Token } from './token.entity';

@Module({
  imports: [DatabaseModule.forFeature([Token])],
  providers: [SessionsService],
  exports: [SessionsService],
})
export class TokensModule {}
