import type { Catalog } from '../../storage/catalog';
import { identityFacts, typeFacts } from './column-facts';
import { defaultText } from './default-text';
import { hiddenSchema, schemasOfTypes, tablesOf } from './relations';
import { DATABASE, systemTable } from './system-table';

/** `information_schema.columns`. */
export const columnFactsTable = systemTable(
  {
    table_catalog: 'name',
    table_schema: 'name',
    table_name: 'name',
    column_name: 'name',
    ordinal_position: 'int4',
    column_default: 'varchar',
    is_nullable: 'varchar',
    data_type: 'varchar',
    character_maximum_length: 'int4',
    character_octet_length: 'int4',
    numeric_precision: 'int4',
    numeric_precision_radix: 'int4',
    numeric_scale: 'int4',
    datetime_precision: 'int4',
    interval_type: 'varchar',
    interval_precision: 'int4',
    character_set_catalog: 'name',
    character_set_schema: 'name',
    character_set_name: 'name',
    collation_catalog: 'name',
    collation_schema: 'name',
    collation_name: 'name',
    domain_catalog: 'name',
    domain_schema: 'name',
    domain_name: 'name',
    udt_catalog: 'name',
    udt_schema: 'name',
    udt_name: 'name',
    scope_catalog: 'name',
    scope_schema: 'name',
    scope_name: 'name',
    maximum_cardinality: 'int4',
    dtd_identifier: 'name',
    is_self_referencing: 'varchar',
    is_identity: 'varchar',
    identity_generation: 'varchar',
    identity_start: 'varchar',
    identity_increment: 'varchar',
    identity_maximum: 'varchar',
    identity_minimum: 'varchar',
    identity_cycle: 'varchar',
    is_generated: 'varchar',
    generation_expression: 'varchar',
    is_updatable: 'varchar',
  },
  (catalog) => {
    const schemaOfType = schemasOfTypes(catalog);
    return tablesOf(catalog, { materialized: false }).flatMap(({ schema, name, table }) =>
      table.def.columns.map((column, i) => ({
        table_catalog: DATABASE,
        table_schema: schema,
        table_name: name,
        column_name: column.name,
        ordinal_position: i + 1,
        column_default: defaultText(schema, column, hiddenSchema(schemaOfType(column.type))),
        is_nullable: column.notNull ? 'NO' : 'YES',
        ...typeFacts(column),
        udt_catalog: DATABASE,
        udt_schema: schemaOfType(column.type),
        dtd_identifier: String(i + 1),
        is_self_referencing: 'NO',
        ...identityFacts(column.identity, ownSequence(catalog, schema, column.sequence)),
        is_generated: column.generated ? 'ALWAYS' : 'NEVER',
        generation_expression: column.generatedSql ?? null,
        is_updatable: 'YES',
      })),
    );
  },
);

function ownSequence(catalog: Catalog, schema: string, name: string | undefined) {
  return name === undefined ? null : catalog.sequence(schema, name);
}
