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
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { completeInsertion } from '../../fast-path/complete-insertion';
import type { FastPath } from '../../fast-path/fast-path';
import {
  type FindRequest,
  isSelectionOfColumns,
  readRequest,
  readWholeRequest,
} from '../../fast-path/find-request';
import {
  renderDelete,
  renderEntityUpdate,
  renderInsert,
  renderUpdate,
  type Rendered,
} from '../../fast-path/render-statement';
import type { Operation } from '../../channels';
import { observeQuery } from '../../observed-query';
import { InMemoryQueryRunner } from '../in-memory-query-runner';
import { Autocommit } from '../session/autocommit';
import type { Work } from '../session/run-context';
import { SessionState } from '../session/session-state';
import type { Database } from '../storage/database';
import type { Snapshot } from '../storage/row-version';
import { SqlError } from '../types/sql-error';
import { deleteWork, selectForChange, updateWork } from './change-rows';
import { entityAccess, type EntityAccess } from './entity-access';
import { countRows, findRow, findRows, select, type Selection } from './find-rows';
import { readInsertion } from './insert-rows';
import { completeSaving, readSaving } from './save-entities';

const OPERATIONS: Readonly<Record<'INSERT' | 'UPDATE' | 'DELETE', Operation>> = {
  INSERT: 'insert',
  UPDATE: 'update',
  DELETE: 'delete',
};

/** Answers simple calls of an entity manager straight from the tables: no SQL is written, parsed or planned. */
export class InMemoryFastPath implements FastPath {
  private readonly accesses = new Map<unknown, EntityAccess | null>();
  private catalogVersion = -1;
  private subscribers = 0;
  /** Stands for the sessions of single statements. */
  private readonly session: SessionState;
  private readonly autocommit: Autocommit;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
  ) {
    this.session = new SessionState(database);
    this.autocommit = new Autocommit(this.session);
  }

  findOneBy(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    where: unknown,
  ): Promise<ObjectLiteral | null> | undefined {
    return this.read(manager, target, { where }, (access, selection, snapshot) => {
      const row = findRow(selection, snapshot);
      return row ? access.hydrate(row.values) : null;
    });
  }

  findOne(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object,
  ): Promise<ObjectLiteral | null> | undefined {
    const request = readWholeRequest(options);
    // Without a condition TypeORM refuses.
    if (!request?.where || request.skip !== undefined) return undefined;
    return this.read(manager, target, request, (access, selection, snapshot) => {
      const row = findRow(selection, snapshot);
      return row ? access.hydrate(row.values) : null;
    });
  }

  find(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object | undefined,
  ): Promise<ObjectLiteral[]> | undefined {
    const request = readRequest(options);
    if (!request) return undefined;
    const { select: selected, skip, take } = request;
    return this.read(manager, target, request, (access, selection, snapshot) => {
      const hydrate = selected ? access.hydratorOf(selected) : access.hydrate;
      return findRows(selection, snapshot, skip, take).map(({ values }) => hydrate(values));
    });
  }

  findAndCount(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    options: object | undefined,
  ): Promise<[ObjectLiteral[], number]> | undefined {
    const request = readWholeRequest(options);
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
  ): Promise<number> | undefined {
    const request = readWholeRequest(options);
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
  ): Promise<boolean> | undefined {
    const request = readWholeRequest(options);
    if (!request || request.skip !== undefined || request.take !== undefined) return undefined;
    const { where, withDeleted } = request;
    return this.read(
      manager,
      target,
      { where, withDeleted },
      (_, selection, snapshot) => findRow(selection, snapshot) !== null,
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
    const { entities, work } = insertion;
    const rendered = (): Rendered => renderInsert(manager, access.metadata, entities, returnedBy(access));
    return this.write(manager, 'INSERT', work, rendered, (versions) =>
      completeInsertion(access, entities, (n, { ordinal, column }) => {
        const datum = versions[n]?.values[ordinal] ?? null;
        return datum === null ? null : column.type.toClient(datum);
      }),
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
    const rendered = (): Rendered =>
      renderUpdate(manager, access.metadata, values as ObjectLiteral, criteria);
    return this.write(manager, 'UPDATE', work, rendered, ({ length }) =>
      Object.assign(new UpdateResult(), { raw: [], affected: length, generatedMaps: [] }),
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
    const rendered = (): Rendered => renderDelete(manager, access.metadata, criteria);
    return this.write(manager, 'DELETE', deleteWork(access, selection), rendered, (affected) =>
      Object.assign(new DeleteResult(), { raw: [], affected }),
    );
  }

  /**
   * Saves an entity, or a list of new ones. As with TypeORM, entities are looked at a moment later, and the rows are
   * written when all that were to be saved at this moment have been looked at.
   *
   * @param otherwise saves what means more than its own row
   */
  async save(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    given: unknown,
    otherwise: () => Promise<unknown>,
  ): Promise<unknown> {
    await Promise.resolve();
    const access = this.accessTo(target);
    const snapshot = access?.canSave && this.subscribers === 0 ? this.snapshotFor(manager) : null;
    const saving = access && snapshot && orNothing(() => readSaving(access, given, snapshot));
    if (!saving) return otherwise();
    await Promise.resolve();
    const { work, entities, changes, identifier } = saving;
    if (!work) return given;
    const rendered = (): Rendered =>
      saving.kind === 'insert'
        ? renderInsert(manager, access.metadata, entities, returnedBy(access))
        : renderEntityUpdate(
            manager,
            access.metadata,
            changes,
            identifier,
            saving.returned.map((column) => column.metadata),
          );
    const saved = this.write(
      manager,
      saving.kind === 'insert' ? 'INSERT' : 'UPDATE',
      work,
      rendered,
      (versions) => {
        completeSaving(access, saving, versions);
        return given;
      },
    );
    return saved ?? otherwise();
  }

  private read<T>(
    manager: EntityManager,
    target: EntityTarget<ObjectLiteral>,
    request: FindRequest,
    answer: (access: EntityAccess, selection: Selection, snapshot: Snapshot) => T,
  ): Promise<T> | undefined {
    const access = this.accessTo(target);
    if (!access?.canRead) return undefined;
    if (request.select && !isSelectionOfColumns(request.select, access.byProperty, access.primary))
      return undefined;
    const selection = orNothing(() => select(access, request));
    const snapshot = selection && this.snapshotFor(manager);
    if (!snapshot) return undefined;
    const query = observeQuery('select', 'memory', () => `FROM ${access.metadata.tableName}`);
    try {
      const found = answer(access, selection, snapshot);
      query?.end();
      return Promise.resolve(found);
    } catch (error) {
      query?.end(error);
      throw error;
    }
  }

  /** What a query of this manager would see now; null when there is no telling. */
  private snapshotFor({ queryRunner }: EntityManager): Snapshot | null {
    if (!queryRunner) return this.database.snapshot();
    return queryRunner instanceof InMemoryQueryRunner ? (queryRunner.session?.snapshotNow ?? null) : null;
  }

  private write<T, Result>(
    { queryRunner }: EntityManager,
    writes: keyof typeof OPERATIONS,
    work: Work<T>,
    rendered: () => Rendered,
    complete: (outcome: T) => Result,
  ): Promise<Result> | undefined {
    const session = queryRunner instanceof InMemoryQueryRunner ? queryRunner.session : null;
    // What a change looks at on its way is not noted here.
    if (queryRunner && (!session || session.needsSql)) return undefined;
    const query = observeQuery(OPERATIONS[writes], 'memory', () => rendered()[0]);
    const succeeded = (outcome: T): Result => {
      query?.end();
      return complete(outcome);
    };
    const failed = (error: unknown): never => {
      const failure = error instanceof SqlError ? new QueryFailedError(...rendered(), error) : error;
      query?.end(failure);
      throw failure;
    };
    const bound = { writes, params: [], work };
    try {
      if (session) return session.runBound(bound).then(succeeded, failed);
      this.session.sequences.forget();
      const outcome = this.autocommit.run(bound);
      // Entities change a moment later, as those do that wait for a server.
      return Promise.resolve(outcome).then(succeeded, failed);
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

function returnedBy({ returned }: EntityAccess): ColumnMetadata[] {
  return returned.map(({ metadata }) => metadata);
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
