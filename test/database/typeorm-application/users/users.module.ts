import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PhotosModule } from '../photos/photos.module';
import { User } from './user.entity';
import { UserSubscriber } from './user.subscriber';
import { UsersService } from './users.service';

@Module({
  imports: [TypeOrmModule.forFeature([User]), PhotosModule],
  providers: [UsersService, UserSubscriber],
  exports: [TypeOrmModule, UsersService],
})
export class UsersModule {}
