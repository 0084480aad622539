import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { SignInsService } from './sign-ins.service';
import { User } from './user.entity';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

@Module({
  imports: [DatabaseModule.forFeature([User])],
  controllers: [UsersController],
  providers: [UsersService, SignInsService],
  exports: [SignInsService],
})
export class UsersModule {}
