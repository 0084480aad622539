import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import { quoteIdentifier } from './identifier';

export interface EnumType extends SqlType {
  /** In the order of declaration, which is the order of the values. */
  readonly labels: readonly string[];
}

/** @param oid the type's own; its array type takes the next one */
export function createEnumType(name: string, labels: readonly string[], oid: number): EnumType {
  const ranks = new Map(labels.map((label, rank) => [label, rank]));
  const displayName = quoteIdentifier(name);
  const base = scalarType<string>({
    oid,
    name,
    displayName,
    category: 'E',
    parse: (text) => {
      if (ranks.has(text)) return text;
      throw new SqlError('22P02', `invalid input value for enum ${displayName}: "${text}"`);
    },
    format: (value) => value,
    compare: (a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0),
    directClientValue: (value) => value,
  });
  return { ...base, labels };
}

export function isEnumType(type: SqlType): type is EnumType {
  return type.category === 'E' && 'labels' in type;
}
