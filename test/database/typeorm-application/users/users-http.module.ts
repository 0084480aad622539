import { Module } from '@nestjs/common';
import { PhotosModule } from '../photos/photos.module';
import { UsersController } from './users.controller';
import { UsersModule } from './users.module';
import { UsersService } from './users.service';

/** Its own instance of the service takes the repositories that the imported modules export. */
@Module({ imports: [UsersModule, PhotosModule], providers: [UsersService], controllers: [UsersController] })
export class UsersHttpModule {}
