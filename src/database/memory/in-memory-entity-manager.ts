import {
  EntityManager,
  EntitySchema,
  type DataSource,
  type DeleteResult,
  type EntityTarget,
  type FindManyOptions,
  type FindOneOptions,
  type FindOptionsWhere,
  type InsertResult,
  type ObjectLiteral,
  type QueryRunner,
  type UpdateResult,
} from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import type { UpdateOptions } from 'typeorm/repository/UpdateOptions';
import type { FastPath } from './fast-path/fast-path';

type Where<Entity> = FindOptionsWhere<Entity> | FindOptionsWhere<Entity>[];

/** TypeORM's entity manager, with a short cut for the calls that are nothing but reads and writes of one table. */
export class InMemoryEntityManager extends EntityManager {
  constructor(
    dataSource: DataSource,
    queryRunner: QueryRunner | undefined,
    /** Null when every call is to go through SQL. */
    private readonly fastPath: () => FastPath | null,
  ) {
    super(dataSource, queryRunner);
  }

  override find<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<Entity[]> {
    const found = this.fastPath()?.find(this, target, options);
    return found ? Promise.resolve(found as Entity[]) : super.find(target, options);
  }

  override findBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<Entity[]> {
    const found = this.fastPath()?.find(this, target, { where });
    return found ? Promise.resolve(found as Entity[]) : super.findBy(target, where);
  }

  override findOne<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options: FindOneOptions<Entity>,
  ): Promise<Entity | null> {
    const found = this.fastPath()?.findOneWith(this, target, options);
    return found === undefined ? super.findOne(target, options) : Promise.resolve(found as Entity | null);
  }

  override findOneBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<Entity | null> {
    const found = this.fastPath()?.findOne(this, target, where);
    return found === undefined ? super.findOneBy(target, where) : Promise.resolve(found as Entity | null);
  }

  override findAndCount<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<[Entity[], number]> {
    const found = this.fastPath()?.findAndCount(this, target, options);
    return found ? Promise.resolve(found as [Entity[], number]) : super.findAndCount(target, options);
  }

  override findAndCountBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<[Entity[], number]> {
    const found = this.fastPath()?.findAndCount(this, target, { where });
    return found ? Promise.resolve(found as [Entity[], number]) : super.findAndCountBy(target, where);
  }

  override count<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<number> {
    const count = this.fastPath()?.count(this, target, options);
    return count === undefined ? super.count(target, options) : Promise.resolve(count);
  }

  override countBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<number> {
    const count = this.fastPath()?.count(this, target, { where });
    return count === undefined ? super.countBy(target, where) : Promise.resolve(count);
  }

  override exists<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<boolean> {
    const exists = this.fastPath()?.exists(this, target, options);
    return exists === undefined ? super.exists(target, options) : Promise.resolve(exists);
  }

  override existsBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<boolean> {
    const exists = this.fastPath()?.exists(this, target, { where });
    return exists === undefined ? super.existsBy(target, where) : Promise.resolve(exists);
  }

  override insert<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    entity: QueryDeepPartialEntity<Entity> | QueryDeepPartialEntity<Entity>[],
  ): Promise<InsertResult> {
    return this.fastPath()?.insert(this, target, entity) ?? super.insert(target, entity);
  }

  override save(...given: unknown[]): Promise<never> {
    // As TypeORM tells its overloads apart.
    const [target, entity, options] = given;
    const isTarget =
      typeof target === 'function' || typeof target === 'string' || target instanceof EntitySchema;
    const byTypeOrm = (): Promise<unknown> =>
      (super.save as (...given: unknown[]) => Promise<unknown>).apply(this, given);
    const fastPath = given.length > 1 && isTarget && options === undefined ? this.fastPath() : null;
    const saved = fastPath
      ? fastPath.save(this, target as EntityTarget<ObjectLiteral>, entity, byTypeOrm)
      : byTypeOrm();
    return saved as Promise<never>;
  }

  override update<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    criteria: unknown,
    partialEntity: QueryDeepPartialEntity<Entity>,
    options?: UpdateOptions,
  ): Promise<UpdateResult> {
    const done =
      options?.returning === undefined
        ? this.fastPath()?.update(this, target, criteria, partialEntity)
        : undefined;
    return done ?? super.update(target, criteria, partialEntity, options);
  }

  override delete<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    criteria: unknown,
  ): Promise<DeleteResult> {
    return this.fastPath()?.delete(this, target, criteria) ?? super.delete(target, criteria);
  }
}
