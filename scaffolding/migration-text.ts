interface Statement {
  readonly query: string;
  readonly parameters?: readonly unknown[];
}

/** What TypeORM would do to a database, and to take that back. */
export interface Difference {
  readonly upQueries: readonly Statement[];
  readonly downQueries: readonly Statement[];
}

/** The source of a migration, in the way of those that there are. */
export function migrationText(
  className: string,
  name: string,
  { upQueries, downQueries }: Difference,
): string {
  const title = name.replaceAll('-', ' ');
  return `import type { MigrationInterface, QueryRunner } from 'typeorm';

/** ${title.charAt(0).toUpperCase()}${title.slice(1)}. */
export class ${className} implements MigrationInterface {
  readonly name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
${upQueries.map(call).join('\n')}
  }

  async down(runner: QueryRunner): Promise<void> {
${downQueries.toReversed().map(call).join('\n')}
  }
}
`;
}

/** The tables and columns whose data goes with the migration. */
export function droppedBy({ upQueries }: Difference): string[] {
  return upQueries.flatMap(({ query }) => {
    const [, table, column] = /^(?:ALTER|DROP) TABLE (\S+)(?:$| DROP COLUMN (\S+)$)/.exec(query) ?? [];
    return table === undefined ? [] : [column === undefined ? table : `${table}.${column}`];
  });
}

function call({ query, parameters = [] }: Statement): string {
  const text = query.replaceAll(/[\\`]|\$\{/g, (found) => `\\${found}`);
  const values = parameters.length === 0 ? '' : `, ${JSON.stringify(parameters)}`;
  return `    await runner.query(\`${text}\`${values});`;
}
