import {
  DeleteResult,
  QueryFailedError,
  UpdateResult,
  type DataSource,
  type EntityManager,
  type EntityTarget,
  type InsertResult,
  type ObjectLiteral,
} from 'typeorm';
import { InMemoryQueryRunner } from '../in-memory-query-runner';
import { Autocommit } from '../session/autocommit';
import type { Work } from '../session/run-context';
import type { Database } from '../storage/database';
import type { Snapshot } from '../storage/row-version';
import { SqlError } from '../types/sql-error';
import { deleteWork, selectForChange, updateWork } from './change-rows';
import { entityAccess, type EntityAccess } from './entity-access';
import { countRows, findRows, readRequest, select, type FindRequest, type Selection } from './find-rows';
import { completeInsertion, readInsertion } from './insert-rows';

/** The text and parameters that TypeORM would have sent, for the error of a statement that was never sent. */
type Rendered = () => [query: string, parameters: unknown[]];

/**
 * Answers simple calls of an entity manager straight from the tables: no SQL is written, parsed or planned.
 * Every method gives `undefined` for a call that means more than that; TypeORM then does it, with the same result.
 */
export class FastPath {
  private readonly accesses = new Map<unknown, EntityAccess | null>();
  private catalogVersion = -1;
  private subscribers = 0;
  private readonly autocommit: Autocommit;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
  ) {
    this.autocommit = new Autocommit(database);
  }

  findOne(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    where: unknown,
  ): ObjectLiteral | null | undefined {
    return this.read(manager, target, { where }, (access, selection, snapshot) => {
      const [row] = findRows(selection, snapshot, 0, 1);
      return row ? access.hydrate(row.values) : null;
    });
  }

  findOneWith(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object,
  ): ObjectLiteral | null | undefined {
    const request = readRequest(options);
    // Without a condition TypeORM refuses.
    if (!request?.where || request.skip !== undefined) return undefined;
    return this.read(manager, target, request, (access, selection, snapshot) => {
      const [row] = findRows(selection, snapshot, 0, 1);
      return row ? access.hydrate(row.values) : null;
    });
  }

  find(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object | undefined,
  ): ObjectLiteral[] | undefined {
    const request = readRequest(options);
    if (!request) return undefined;
    return this.read(manager, target, request, (access, selection, snapshot) =>
      findRows(selection, snapshot, request.skip, request.take).map(({ values }) => access.hydrate(values)),
    );
  }

  findAndCount(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object | undefined,
  ): [ObjectLiteral[], number] | undefined {
    const request = readRequest(options);
    if (!request) return undefined;
    return this.read(manager, target, request, (access, selection, snapshot) => [
      findRows(selection, snapshot, request.skip, request.take).map(({ values }) => access.hydrate(values)),
      countRows(selection, snapshot),
    ]);
  }

  count(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object | undefined,
  ): number | undefined {
    const request = readRequest(options);
    if (!request) return undefined;
    const { where, withDeleted } = request;
    return this.read(manager, target, { where, withDeleted }, (_, selection, snapshot) =>
      countRows(selection, snapshot),
    );
  }

  exists(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object | undefined,
  ): boolean | undefined {
    const request = readRequest(options);
    if (!request || request.skip !== undefined || request.take !== undefined) return undefined;
    const { where, withDeleted } = request;
    return this.read(
      manager,
      target,
      { where, withDeleted },
      (_, selection, snapshot) => findRows(selection, snapshot, 0, 1).length > 0,
    );
  }

  insert(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    given: unknown,
  ): Promise<InsertResult> | undefined {
    const access = this.accessTo(target);
    if (!access?.canInsert) return undefined;
    const insertion = orNothing(() => readInsertion(access, given));
    if (!insertion) return undefined;
    const rendered: Rendered = () =>
      manager.createQueryBuilder().insert().into(target).values(insertion.entities).getQueryAndParameters();
    return this.write(manager, insertion.work, rendered, (versions) =>
      completeInsertion(access, insertion, versions),
    );
  }

  update(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    criteria: unknown,
    values: unknown,
  ): Promise<UpdateResult> | undefined {
    const access = this.accessTo(target);
    if (!access?.canChange) return undefined;
    const work = orNothing(() => {
      const selection = selectForChange(access, criteria);
      return selection && updateWork(access, selection, values);
    });
    if (!work) return undefined;
    const rendered: Rendered = () => {
      const builder = manager
        .createQueryBuilder()
        .update(target)
        .set(values as never);
      return (
        isId(criteria) ? builder.whereInIds(criteria) : builder.where(criteria as never)
      ).getQueryAndParameters();
    };
    return this.write(manager, work, rendered, (affected) =>
      Object.assign(new UpdateResult(), { raw: [], affected, generatedMaps: [] }),
    );
  }

  delete(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    criteria: unknown,
  ): Promise<DeleteResult> | undefined {
    const access = this.accessTo(target);
    if (!access?.canChange) return undefined;
    const selection = orNothing(() => selectForChange(access, criteria));
    if (!selection) return undefined;
    const rendered: Rendered = () => {
      const builder = manager.createQueryBuilder().delete().from(target);
      return (
        isId(criteria) ? builder.whereInIds(criteria) : builder.where(criteria as never)
      ).getQueryAndParameters();
    };
    return this.write(manager, deleteWork(access, selection), rendered, (affected) =>
      Object.assign(new DeleteResult(), { raw: [], affected }),
    );
  }

  private read<T>(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    request: FindRequest,
    answer: (access: EntityAccess, selection: Selection, snapshot: Snapshot) => T,
  ): T | undefined {
    const access = this.accessTo(target);
    if (!access?.canRead) return undefined;
    const selection = orNothing(() => select(access, request));
    const snapshot = selection && this.snapshotFor(manager);
    return snapshot ? answer(access, selection, snapshot) : undefined;
  }

  /** What a query of this manager would see now; null when there is no telling. */
  private snapshotFor({ queryRunner }: EntityManager): Snapshot | null {
    if (!queryRunner) return this.database.snapshot();
    return queryRunner instanceof InMemoryQueryRunner ? (queryRunner.session?.snapshotNow ?? null) : null;
  }

  private write<T, Result>(
    { queryRunner }: EntityManager,
    work: Work<T>,
    rendered: Rendered,
    complete: (outcome: T) => Result,
  ): Promise<Result> | undefined {
    const failed = (error: unknown): never => {
      throw error instanceof SqlError ? new QueryFailedError(...rendered(), error) : error;
    };
    try {
      if (!queryRunner) {
        const outcome = this.autocommit.run(work);
        return outcome instanceof Promise
          ? outcome.then(complete, failed)
          : Promise.resolve(complete(outcome));
      }
      const session = queryRunner instanceof InMemoryQueryRunner ? queryRunner.session : null;
      return session?.runWork(work).then(complete, failed);
    } catch (error) {
      return Promise.reject(error).catch(failed);
    }
  }

  private accessTo(target: EntityTarget<ObjectLiteral>): EntityAccess | null {
    const { catalog } = this.database;
    const { subscribers, isInitialized } = this.dataSource;
    if (catalog.version !== this.catalogVersion || subscribers.length !== this.subscribers) {
      this.accesses.clear();
      this.catalogVersion = catalog.version;
      this.subscribers = subscribers.length;
    }
    const known = this.accesses.get(target);
    if (known !== undefined) return known;
    if (!isInitialized || !this.dataSource.hasMetadata(target)) return null;
    const access = entityAccess(this.dataSource, this.database, this.dataSource.getMetadata(target));
    this.accesses.set(target, access);
    return access;
  }
}

/** What cannot be read as a value of its column fails in SQL too, and in PostgreSQL's own words. */
function orNothing<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  }
}

function isId(criteria: unknown): criteria is string | number {
  return typeof criteria !== 'object';
}
