import {
  type DataSource,
  DeleteResult,
  type EntityManager,
  type EntityTarget,
  type InsertResult,
  type ObjectLiteral,
  type SelectQueryBuilder,
  UpdateResult,
} from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { completeInsertion } from '../../fast-path/complete-insertion';
import type { Answer, FastPath } from '../../fast-path/fast-path';
import {
  type FindRequest,
  isSelectionOfColumns,
  readRequest,
  readWholeRequest,
} from '../../fast-path/find-request';
import { renderDelete, renderInsert, renderUpdate, type Rendered } from '../../fast-path/render-statement';
import type { ReplicaSet } from '../replicas/replica-set';
import type { ConnectionPool } from '../pool/connection-pool';
import { PoolClosedError } from '../pool/pool-errors';
import type { PostgresPool } from '../pool/postgres-pool';
import { type EntityPlan, planEntity } from './entity-plan';
import { readConditions, readCriteria } from './read-conditions';
import { type Assignments, readAssignments } from './read-assignments';
import type { Rows } from './prepared-query';
import { StatementRunner } from './statement-runner';
import { type Template, TemplateFactory } from './template';

type Target = EntityTarget<ObjectLiteral>;

/** Statements that are kept for an entity: limits that are a caller's choice, say, have no end of shapes. */
const MOST_SHAPES = 1_000;

/** Takes the statement out of a builder that holds the find options. */
type Render = (builder: SelectQueryBuilder<ObjectLiteral>) => Rendered;

/** What a find sends, and what it makes of the rows. */
interface PreparedFind {
  readonly plan: EntityPlan;
  readonly template: Template;
  readonly values: readonly unknown[];
}

/**
 * Answers simple calls of an entity manager with statements that TypeORM has written once for their shape, and that
 * PostgreSQL has parsed once for each connection.
 */
export class PostgresFastPath implements FastPath {
  private readonly plans = new Map<unknown, EntityPlan | null>();
  private subscribers = 0;
  private readonly templates: TemplateFactory;
  private readonly runner: StatementRunner;

  /** @param prepare whether statements are kept prepared on their connection */
  constructor(
    private readonly dataSource: DataSource,
    prepare: boolean,
    replicas: ReplicaSet | null,
  ) {
    this.templates = new TemplateFactory(prepare);
    this.runner = new StatementRunner(() => this.pool, replicas, this.templates);
  }

  findOneBy(manager: EntityManager, target: Target, where: unknown): Answer<ObjectLiteral | null> {
    return this.one(manager, this.prepareFind(manager, target, { where, take: 1 }));
  }

  findOne(manager: EntityManager, target: Target, options: object): Answer<ObjectLiteral | null> {
    const request = readRequest(options);
    // Without a condition TypeORM refuses.
    if (!request?.where) return undefined;
    return this.one(manager, this.prepareFind(manager, target, { ...request, take: 1 }));
  }

  find(manager: EntityManager, target: Target, options: object | undefined): Answer<ObjectLiteral[]> {
    const request = readRequest(options);
    const found = request && this.prepareFind(manager, target, request);
    return found
      ? this.runner.read(manager, found.template, found.values).then((rows) => entitiesOf(found, rows))
      : undefined;
  }

  /** TypeORM knows when it can do without the second statement. */
  findAndCount(): undefined {
    return undefined;
  }

  count(manager: EntityManager, target: Target, options: object | undefined): Answer<number> {
    const found = this.prepareTest(manager, target, options, 'count', renderCount);
    return found
      ? this.runner.read(manager, found.template, found.values).then(({ rows }) => Number(rows[0]?.[0]))
      : undefined;
  }

  exists(manager: EntityManager, target: Target, options: object | undefined): Answer<boolean> {
    const found = this.prepareTest(manager, target, options, 'exists', (builder) =>
      this.renderExists(builder),
    );
    return found
      ? this.runner.read(manager, found.template, found.values).then(({ rows }) => rows.length > 0)
      : undefined;
  }

  insert(manager: EntityManager, target: Target, given: unknown): Answer<InsertResult> {
    const plan = this.planOf(manager, target);
    if (!plan?.canInsert || typeof given !== 'object' || given === null || Array.isArray(given))
      return undefined;
    const entity = given as ObjectLiteral;
    if (plan.metadata.relations.some((relation) => relation.getEntityValue(entity) !== undefined))
      return undefined;
    const cells = readAssignments(plan.inserted, entity);
    if (!cells) return undefined;
    const template = this.templateFor(plan, `insert ${cells.shape}`, () => {
      const standIn = cells.standIn();
      const returned = plan.returned.map(({ metadata }) => metadata);
      return [
        renderInsert(manager, plan.metadata, [standIn.entity], returned),
        this.stored(cells, standIn.values),
      ];
    });
    if (!template) return undefined;
    return this.runner
      .write(manager, template, this.stored(cells, cells.values))
      .then(({ rows }) =>
        completeInsertion(plan, [entity], (_, column) => rows[0]?.[plan.returned.indexOf(column)]),
      );
  }

  update(manager: EntityManager, target: Target, criteria: unknown, values: unknown): Answer<UpdateResult> {
    const plan = this.planOf(manager, target);
    const conditions = plan?.canChange ? readCriteria(plan, criteria) : null;
    if (!plan || !conditions || typeof values !== 'object' || values === null) return undefined;
    const given = values as ObjectLiteral;
    if (!Object.keys(given).every((property) => plan.byProperty.get(property)?.metadata.isUpdate))
      return undefined;
    const cells = readAssignments(
      Object.keys(given).flatMap((property) => plan.byProperty.get(property) ?? []),
      given,
    );
    if (!cells || cells.values.length === 0) return undefined;
    const shape = `update ${cells.shape} where ${conditions.shape}`;
    const template = this.templateFor(plan, shape, () => {
      const standIn = cells.standIn();
      const key = conditions.standIn();
      const rendered = renderUpdate(manager, plan.metadata, standIn.entity, key.where);
      return [rendered, [...this.stored(cells, standIn.values), ...key.values]];
    });
    if (!template) return undefined;
    return this.runner
      .write(manager, template, [...this.stored(cells, cells.values), ...conditions.values])
      .then(({ rowCount }) =>
        Object.assign(new UpdateResult(), { raw: [], affected: rowCount, generatedMaps: [] }),
      );
  }

  delete(manager: EntityManager, target: Target, criteria: unknown): Answer<DeleteResult> {
    const plan = this.planOf(manager, target);
    const conditions = plan?.canChange ? readCriteria(plan, criteria) : null;
    if (!plan || !conditions) return undefined;
    const template = this.templateFor(plan, `delete where ${conditions.shape}`, () => {
      const { where, values } = conditions.standIn();
      return [renderDelete(manager, plan.metadata, where), values];
    });
    if (!template) return undefined;
    return this.runner
      .write(manager, template, conditions.values)
      .then(({ rowCount }) => Object.assign(new DeleteResult(), { raw: [], affected: rowCount }));
  }

  /** TypeORM looks at what has changed, and at what hangs together. */
  save(
    _manager: EntityManager,
    _target: Target,
    _entity: unknown,
    otherwise: () => Promise<unknown>,
  ): Promise<unknown> {
    return otherwise();
  }

  private one(manager: EntityManager, found: PreparedFind | null): Answer<ObjectLiteral | null> {
    if (!found) return undefined;
    return this.runner
      .read(manager, found.template, found.values)
      .then((rows) => entitiesOf(found, rows)[0] ?? null);
  }

  private prepareFind(
    manager: EntityManager,
    target: Target,
    request: FindRequest,
    kind = 'find',
    render: Render = (builder) => builder.getQueryAndParameters(),
  ): PreparedFind | null {
    const plan = this.planOf(manager, target);
    const conditions = plan?.canRead ? readConditions(plan, request.where ?? {}) : null;
    if (!plan || !conditions) return null;
    const { select, order, take, withDeleted } = request;
    if (select !== undefined && !isSelectionOfColumns(select, plan.byProperty, plan.primary)) return null;
    // Where pages begin has no end of values, each a statement of its own; what a relation is ordered by joins it.
    if (request.skip !== undefined || !isOrderedByColumns(plan, order)) return null;
    const columns = select ? JSON.stringify(select) : '';
    const shape = `${kind} ${columns} ${conditions.shape} ${order ? JSON.stringify(order) : ''} ${take ?? ''} ${withDeleted ? 'all' : ''}`;
    const template = this.templateFor(plan, shape, () => {
      const { where, values, equal } = conditions.standIn();
      const builder = manager.createQueryBuilder(plan.metadata.target, plan.metadata.name);
      const rendered = render(builder.setFindOptions({ ...request, where: where as ObjectLiteral }));
      return [rendered, values, plan.keys.some((key) => key.every((property) => equal.has(property)))];
    });
    return template && { plan, template, values: conditions.values };
  }

  /** A question about the rows of a find, which has no order and no pages. */
  private prepareTest(
    manager: EntityManager,
    target: Target,
    options: object | undefined,
    kind: string,
    render: Render,
  ): PreparedFind | null {
    const request = readWholeRequest(options);
    if (!request || request.order || request.take !== undefined) return null;
    return this.prepareFind(manager, target, request, kind, render);
  }

  private renderExists(builder: SelectQueryBuilder<ObjectLiteral>): Rendered {
    return this.dataSource
      .createQueryBuilder()
      .fromDummy()
      .select('1', 'row_exists')
      .whereExists(builder)
      .limit(1)
      .getQueryAndParameters();
  }

  /** Values as TypeORM sends them. */
  private stored({ columns }: Assignments, values: readonly unknown[]): unknown[] {
    return columns.map(
      ({ metadata }, i) => this.driver.preparePersistentValue(values[i], metadata) as unknown,
    );
  }

  private templateFor(
    plan: EntityPlan,
    shape: string,
    render: () => Parameters<TemplateFactory['make']>,
  ): Template | null {
    const known = plan.templates.get(shape);
    if (known !== undefined) return known;
    const template = this.render(render);
    const [oldest] = plan.templates.keys();
    if (oldest !== undefined && plan.templates.size >= MOST_SHAPES) plan.templates.delete(oldest);
    plan.templates.set(shape, template);
    return template;
  }

  /** What TypeORM refuses to write, it refuses in its own way when it is asked again. */
  private render(render: () => Parameters<TemplateFactory['make']>): Template | null {
    try {
      return this.templates.make(...render());
    } catch {
      return null;
    }
  }

  private get driver(): PostgresDriver {
    return this.dataSource.driver as PostgresDriver;
  }

  /** @throws PoolClosedError when the data source was destroyed */
  private get pool(): ConnectionPool {
    const { master } = this.driver as { master?: PostgresPool };
    if (!master) throw new PoolClosedError();
    return master.connections;
  }

  private planOf({ queryRunner }: EntityManager, target: Target): EntityPlan | null {
    // What is wrong with a runner that is released, TypeORM tells.
    if (queryRunner?.isReleased) return null;
    const { subscribers, isInitialized } = this.dataSource;
    if (subscribers.length !== this.subscribers) {
      this.plans.clear();
      this.subscribers = subscribers.length;
    }
    const known = this.plans.get(target);
    if (known !== undefined) return known;
    if (!isInitialized || !this.dataSource.hasMetadata(target)) return null;
    const plan = planEntity(this.dataSource, this.dataSource.getMetadata(target));
    this.plans.set(target, plan);
    return plan;
  }
}

/** Makes entities of rows, as TypeORM's transformer does. */
function entitiesOf({ plan, template }: PreparedFind, { fields, rows }: Rows): ObjectLiteral[] {
  const columns = (template.columns ??= fields.map((name) => {
    const column = plan.byAlias.get(name);
    if (!column) throw new Error(`${plan.metadata.name} has no column for ${name}`);
    return column;
  }));
  return rows.map((row) => {
    const entity = plan.create();
    columns.forEach(({ hydrate, direct, property, metadata }, i) => {
      // The column of a relation without a property of its own.
      if (metadata.isVirtual) return;
      const value = hydrate === null ? row[i] : hydrate(row[i]);
      if (direct) entity[property] = value;
      else metadata.setEntityValue(entity, value);
    });
    return entity;
  });
}

function isOrderedByColumns({ byProperty }: EntityPlan, order: object | undefined): boolean {
  return Object.keys(order ?? {}).every((property) => byProperty.has(property));
}

/** TypeORM counts distinct keys, which without joins are the rows. */
const COUNT_OF_ROWS = 'COUNT(*)';

/** The statement of getCount(), which its builder keeps to itself. */
function renderCount(builder: SelectQueryBuilder<ObjectLiteral>): Rendered {
  return builder
    .clone()
    .orderBy()
    .groupBy()
    .offset(undefined)
    .limit(undefined)
    .skip(undefined)
    .take(undefined)
    .select(COUNT_OF_ROWS, 'cnt')
    .setOption('disable-global-order')
    .getQueryAndParameters();
}
