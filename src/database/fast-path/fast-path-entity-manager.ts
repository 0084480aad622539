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
import type { Answer, FastPath } from './fast-path';

type Where<Entity> = FindOptionsWhere<Entity> | FindOptionsWhere<Entity>[];

/** TypeORM's entity manager, with a short cut for the calls that are nothing but reads and writes of one table. */
export class FastPathEntityManager extends EntityManager {
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
    return (found as Promise<Entity[]> | undefined) ?? super.find(target, options);
  }

  override findBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<Entity[]> {
    const found = this.fastPath()?.find(this, target, { where });
    return (found as Promise<Entity[]> | undefined) ?? super.findBy(target, where);
  }

  override findOne<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options: FindOneOptions<Entity>,
  ): Promise<Entity | null> {
    const found = this.fastPath()?.findOne(this, target, options);
    return (found as Promise<Entity | null> | undefined) ?? super.findOne(target, options);
  }

  override findOneBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<Entity | null> {
    const found = this.fastPath()?.findOneBy(this, target, where);
    return (found as Promise<Entity | null> | undefined) ?? super.findOneBy(target, where);
  }

  override findAndCount<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<[Entity[], number]> {
    const found = this.fastPath()?.findAndCount(this, target, options);
    return (found as Promise<[Entity[], number]> | undefined) ?? super.findAndCount(target, options);
  }

  override findAndCountBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<[Entity[], number]> {
    const found = this.fastPath()?.findAndCount(this, target, { where });
    return (found as Promise<[Entity[], number]> | undefined) ?? super.findAndCountBy(target, where);
  }

  override count<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<number> {
    return this.fastPath()?.count(this, target, options) ?? super.count(target, options);
  }

  override countBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<number> {
    return this.fastPath()?.count(this, target, { where }) ?? super.countBy(target, where);
  }

  override exists<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<boolean> {
    return this.fastPath()?.exists(this, target, options) ?? super.exists(target, options);
  }

  override existsBy<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    where: Where<Entity>,
  ): Promise<boolean> {
    return this.fastPath()?.exists(this, target, { where }) ?? super.existsBy(target, where);
  }

  override insert<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    entity: QueryDeepPartialEntity<Entity> | QueryDeepPartialEntity<Entity>[],
  ): Promise<InsertResult> {
    const done = this.answer((fastPath) => fastPath.insert(this, target, entity));
    return done ?? super.insert(target, entity);
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
        ? this.answer((fastPath) => fastPath.update(this, target, criteria, partialEntity))
        : undefined;
    return done ?? super.update(target, criteria, partialEntity, options);
  }

  override delete<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    criteria: unknown,
  ): Promise<DeleteResult> {
    return this.fastPath()?.delete(this, target, criteria) ?? super.delete(target, criteria);
  }

  /** A value that cannot be written fails before anything is sent: that rejects too, as it does with TypeORM. */
  private answer<T>(call: (fastPath: FastPath) => Answer<T>): Answer<T> {
    const fastPath = this.fastPath();
    try {
      return fastPath ? call(fastPath) : undefined;
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
