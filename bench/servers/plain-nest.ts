import 'reflect-metadata';
import { Controller, Get, Injectable, Module, NotFoundException, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { User } from '../../src/users/user.entity';

@Injectable()
class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  find(id: string): Promise<User | null> {
    return this.users.findOneBy({ id });
  }
}

@Controller('v1/users')
class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get(':id')
  async get(@Param('id') id: string): Promise<User> {
    const user = await this.users.find(id);
    if (!user) throw new NotFoundException();
    return user;
  }
}

/** What the documentation of @nestjs/typeorm leads to: nothing but the query. */
@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env['DATABASE_URL'],
      entities: [User],
      poolSize: 15,
    }),
    TypeOrmModule.forFeature([User]),
  ],
  controllers: [UsersController],
  providers: [UsersService],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
    logger: false,
  });
  await app.listen(Number(process.env['PORT']), '127.0.0.1');
}

void main();
