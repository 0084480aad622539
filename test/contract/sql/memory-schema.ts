import type { ColumnDef as ColumnNode, Constraint, CreateStmt, IndexStmt, Node } from '@pgsql/types';
import { parse } from '../../../src/database/memory/sql/parser';
import type { OutputColumn } from '../../../src/database/memory/sql/scope';
import { compileTableNode } from '../../../src/database/memory/sql/table-expression';
import { resolveTypeName } from '../../../src/database/memory/sql/type-name';
import type { Database } from '../../../src/database/memory/storage/database';
import type {
  CheckDef,
  ColumnDef,
  ForeignKeyDef,
  IndexDef,
  KeyDef,
  ReferentialAction,
  TableDef,
} from '../../../src/database/memory/storage/table-def';
import type { SqlType } from '../../../src/database/memory/types/sql-type';
import { enumType } from '../../../src/database/memory/types/type-catalog';

const ACTIONS: Record<string, ReferentialAction> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};
const SERIAL = /^(big|small)?serial$/;
const text = (node: Node | undefined): string => (node && 'String' in node ? (node.String.sval ?? '') : '');

/** Creates in memory what these CREATE TYPE, CREATE TABLE and CREATE INDEX statements create on PostgreSQL. */
export function createMemorySchema(database: Database, statements: readonly string[]): void {
  const indexes = new Map<string, IndexDef[]>();
  const tables: { readonly create: CreateStmt }[] = [];
  const parsed = statements.map((sql) => ({ sql, node: parse(sql)[0] as Node }));
  for (const { node } of parsed) {
    if ('CreateEnumStmt' in node) {
      const { typeName, vals } = node.CreateEnumStmt;
      database.catalog.addType('public', enumType(20_000, text(typeName?.at(-1)), (vals ?? []).map(text)));
    }
    if ('CreateStmt' in node) tables.push({ create: node.CreateStmt });
  }
  for (const { sql, node } of parsed) {
    if (!('IndexStmt' in node)) continue;
    const { relation } = node.IndexStmt;
    const table = tables.find(({ create }) => create.relation?.relname === relation?.relname);
    const list = indexes.get(relation?.relname ?? '') ?? [];
    list.push(indexOf(node.IndexStmt, sql, columnsOf(table?.create ?? {}, database), database));
    indexes.set(relation?.relname ?? '', list);
  }
  for (const { create } of tables)
    createTable(create, indexes.get(create.relation?.relname ?? '') ?? [], database);
}

function columnNodes(create: CreateStmt): ColumnNode[] {
  return (create.tableElts ?? []).flatMap((node) => ('ColumnDef' in node ? [node.ColumnDef] : []));
}

function columnsOf(create: CreateStmt, { catalog }: Database): OutputColumn[] {
  return columnNodes(create).map(({ colname = '', typeName = {} }) => ({
    name: colname,
    ...resolveTypeName(typeName, catalog),
  }));
}

function constraintsOf(column: ColumnNode): Constraint[] {
  return (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

function createTable(create: CreateStmt, indexes: readonly IndexDef[], database: Database): void {
  const name = create.relation?.relname ?? '';
  const columns = columnsOf(create, database);
  const ordinal = (column: string): number => columns.findIndex((candidate) => candidate.name === column);
  const listed = [
    ...columnNodes(create).flatMap((column) =>
      constraintsOf(column).map((constraint) => ({ constraint, own: [ordinal(column.colname ?? '')] })),
    ),
    ...(create.tableElts ?? []).flatMap((node) =>
      'Constraint' in node
        ? [
            {
              constraint: node.Constraint,
              own: (node.Constraint.keys ?? []).map((key) => ordinal(text(key))),
            },
          ]
        : [],
    ),
  ];
  const ofKind = (kind: string): typeof listed =>
    listed.filter(({ constraint }) => constraint.contype === kind);
  const key = ({ constraint, own }: (typeof listed)[number], fallback: string): KeyDef => ({
    name: constraint.conname ?? fallback,
    columns: own,
    deferrable: constraint.deferrable ?? false,
    initiallyDeferred: constraint.initdeferred ?? false,
  });
  const [primary] = ofKind('CONSTR_PRIMARY');
  const def: TableDef = {
    schema: 'public',
    name,
    columns: columnNodes(create).map((node, i) =>
      columnDef(node, columns[i] as OutputColumn, columns, name, database, primary?.own.includes(i) ?? false),
    ),
    primaryKey: primary ? key(primary, `${name}_pkey`) : null,
    uniques: ofKind('CONSTR_UNIQUE').map((one) => key(one, `${name}_key`)),
    checks: ofKind('CONSTR_CHECK').map(({ constraint }): CheckDef => ({
      name: constraint.conname ?? '',
      test: compileTableNode(constraint.raw_expr as Node, columns, database.catalog, null).evaluate,
    })),
    foreignKeys: ofKind('CONSTR_FOREIGN').map(({ constraint, own }): ForeignKeyDef => {
      const referenced = database.catalog.table(null, constraint.pktable?.relname ?? '');
      return {
        name: constraint.conname ?? '',
        columns: own,
        referencedSchema: 'public',
        referencedTable: constraint.pktable?.relname ?? '',
        referencedColumns: (constraint.pk_attrs ?? []).map((node) =>
          (referenced?.def.columns ?? []).findIndex((column) => column.name === text(node)),
        ),
        onDelete: ACTIONS[constraint.fk_del_action ?? 'a'] ?? 'no action',
        onUpdate: ACTIONS[constraint.fk_upd_action ?? 'a'] ?? 'no action',
        deferrable: constraint.deferrable ?? false,
        initiallyDeferred: constraint.initdeferred ?? false,
      };
    }),
    indexes,
  };
  database.createTable(def);
}

function columnDef(
  node: ColumnNode,
  { name, type, typmod }: OutputColumn,
  columns: readonly OutputColumn[],
  table: string,
  database: Database,
  isPrimary: boolean,
): ColumnDef {
  const constraints = constraintsOf(node);
  const find = (kind: string): Constraint | undefined => constraints.find(({ contype }) => contype === kind);
  const identity = find('CONSTR_IDENTITY');
  const serial = identity !== undefined || SERIAL.test(text(node.typeName?.names?.at(-1)));
  const sequence = serial ? `${table}_${name}_seq` : undefined;
  if (sequence) {
    database.createSequence({
      schema: 'public',
      name: sequence,
      start: 1n,
      increment: 1n,
      minValue: 1n,
      maxValue: 2_147_483_647n,
      cycle: false,
    });
  }
  const defaultNode = find('CONSTR_DEFAULT')?.raw_expr;
  const generated = find('CONSTR_GENERATED')?.raw_expr;
  const target: { type: SqlType; typmod: number } = { type, typmod };
  return {
    name,
    type,
    typmod,
    notNull: isPrimary || find('CONSTR_NOTNULL') !== undefined || serial,
    defaultValue: sequence
      ? (_tuple, context) => Number(context.nextval(`public.${sequence}`))
      : defaultNode
        ? compileTableNode(defaultNode, [], database.catalog, target).evaluate
        : null,
    ...(identity
      ? { identity: identity.generated_when === 'a' ? ('always' as const) : ('by default' as const) }
      : {}),
    ...(generated
      ? { generated: compileTableNode(generated, columns, database.catalog, target).evaluate }
      : {}),
    ...(sequence ? { sequence } : {}),
  };
}

function indexOf(
  index: IndexStmt,
  sql: string,
  columns: readonly OutputColumn[],
  { catalog }: Database,
): IndexDef {
  const parts = (index.indexParams ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
  const expressions = parts.map(({ expr }) => (expr ? compileTableNode(expr, columns, catalog, null) : null));
  const inside = /ON \w+ \((.*?)\)(?: WHERE (.*))?$/s.exec(sql);
  return {
    name: index.idxname ?? '',
    parts: parts.map(({ name }, i) => {
      const expression = expressions[i];
      return expression
        ? { expression: expression.evaluate, type: expression.type }
        : columns.findIndex((column) => column.name === name);
    }),
    unique: index.unique ?? false,
    partNames: parts.map(({ name }) => name ?? inside?.[1] ?? ''),
    partSql: parts.map(({ name }) => (name ? null : (inside?.[1] ?? null))),
    ...(index.whereClause
      ? {
          where: compileTableNode(index.whereClause, columns, catalog, null).evaluate,
          whereSql: inside?.[2] ?? '',
        }
      : {}),
  };
}
