import { Injectable, Module } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Repository, TreeRepository } from 'typeorm';
import { Category } from './category.entity';
import { type Tag, TagSchema } from './tag.schema';

/** A custom repository that is made of the one that is injected. */
@Injectable()
export class TagsRepository extends Repository<Tag> {
  constructor(@InjectRepository(TagSchema) repository: Repository<Tag>) {
    super(repository.target, repository.manager, repository.queryRunner);
  }

  labels(): Promise<string[]> {
    return this.find({ order: { label: 'ASC' } }).then((tags) => tags.map(({ label }) => label));
  }
}

@Injectable()
export class CategoriesService {
  constructor(
    @InjectRepository(Category) readonly categories: TreeRepository<Category>,
    readonly tags: TagsRepository,
  ) {}
}

@Module({
  imports: [TypeOrmModule.forFeature([Category, TagSchema])],
  providers: [CategoriesService, TagsRepository],
})
export class CategoriesModule {}
