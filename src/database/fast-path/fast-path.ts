import type {
  DeleteResult,
  EntityManager,
  EntityTarget,
  InsertResult,
  ObjectLiteral,
  UpdateResult,
} from 'typeorm';

type Target = EntityTarget<ObjectLiteral>;

/**
 * A short way to the rows for the calls of an entity manager that mean nothing but rows of one table. Each method
 * gives `undefined` for a call that means more than that; TypeORM then does it, with the same result.
 */
export interface FastPath {
  findOneBy(manager: EntityManager, target: Target, where: unknown): Answer<ObjectLiteral | null>;
  findOne(manager: EntityManager, target: Target, options: object): Answer<ObjectLiteral | null>;
  find(manager: EntityManager, target: Target, options: object | undefined): Answer<ObjectLiteral[]>;
  findAndCount(
    manager: EntityManager,
    target: Target,
    options: object | undefined,
  ): Answer<[ObjectLiteral[], number]>;
  count(manager: EntityManager, target: Target, options: object | undefined): Answer<number>;
  exists(manager: EntityManager, target: Target, options: object | undefined): Answer<boolean>;
  insert(manager: EntityManager, target: Target, entity: unknown): Answer<InsertResult>;
  update(manager: EntityManager, target: Target, criteria: unknown, values: unknown): Answer<UpdateResult>;
  delete(manager: EntityManager, target: Target, criteria: unknown): Answer<DeleteResult>;
  /** @param otherwise saves what means more than its own row */
  save(
    manager: EntityManager,
    target: Target,
    entity: unknown,
    otherwise: () => Promise<unknown>,
  ): Promise<unknown>;
}

export type Answer<T> = Promise<T> | undefined;
