import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectEntityManager, InjectRepository } from '@nestjs/typeorm';
import { DataSource, EntityManager, Repository } from 'typeorm';
import { Photo } from '../photos/photo.entity';
import { User } from './user.entity';

export type NewUser = Pick<User, 'firstName' | 'lastName'>;

@Injectable()
export class UsersService {
  private readonly viewers: Repository<User>;

  constructor(
    @InjectRepository(User) private readonly usersRepository: Repository<User>,
    @InjectRepository(Photo) private readonly photosRepository: Repository<Photo>,
    private readonly dataSource: DataSource,
    @InjectDataSource() named: DataSource,
    @InjectEntityManager() private readonly entityManager: EntityManager,
  ) {
    this.viewers = named.getRepository(User);
  }

  create(user: NewUser, photos: readonly string[] = []): Promise<User> {
    return this.usersRepository.save({ ...user, photos: photos.map((name) => ({ name })) });
  }

  findAll(): Promise<User[]> {
    return this.usersRepository.find({ order: { id: 'ASC' } });
  }

  findOne(id: number): Promise<User | null> {
    return this.viewers.findOne({ where: { id }, relations: { photos: true } });
  }

  async remove(id: number): Promise<void> {
    await this.usersRepository.delete(id);
  }

  async createMany(users: readonly NewUser[], failure: Error | null = null): Promise<void> {
    const queryRunner = this.dataSource.createQueryRunner();
    await queryRunner.connect();
    await queryRunner.startTransaction();
    try {
      for (const user of users) await queryRunner.manager.save(User, user);
      if (failure) throw failure;
      await queryRunner.commitTransaction();
    } catch (error) {
      await queryRunner.rollbackTransaction();
      throw error;
    } finally {
      await queryRunner.release();
    }
  }

  async createTwo(one: NewUser, other: NewUser, failure: Error | null = null): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.save(User, one);
      await manager.getRepository(User).save(other);
      if (failure) throw failure;
    });
  }

  async view(id: number): Promise<void> {
    await this.photosRepository.increment({ user: { id } }, 'views', 1);
    await this.entityManager.update(User, { id }, { isActive: true });
  }

  count(): Promise<{ users: number }[]> {
    return this.dataSource.query('SELECT count(*)::int AS users FROM "user" WHERE "isActive" = $1', [true]);
  }
}
