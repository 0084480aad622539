import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { TokensModule } from '../tokens/tokens.module';
import { MeController } from './me.controller';
import { SignInsService } from './sign-ins.service';
import { User } from './user.entity';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

@Module({
  imports: [DatabaseModule.forFeature([User]), TokensModule],
  controllers: [MeController, UsersController],
  providers: [UsersService, SignInsService],
  exports: [SignInsService, UsersService],
})
export class UsersModule {}
