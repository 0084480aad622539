import { clientParser } from './client-parser';
import type { NonNullDatum } from './datum';
import type { HashKey, SqlType, TypeCategory } from './sql-type';

/** What sets one scalar type apart; the rest of {@link SqlType} follows from it. */
export interface ScalarTypeSpec<T extends NonNullDatum> {
  readonly oid: number;
  readonly name: string;
  /** Defaults to the name. */
  readonly displayName?: string;
  readonly category: TypeCategory;
  readonly preferred?: boolean;
  readonly parse: (text: string, typmod: number) => T;
  readonly format: (value: T) => string;
  readonly compare: (a: T, b: T) => number;
  /** Defaults to the output text, which suits every type whose equal values print alike. */
  readonly key?: (value: T) => HashKey;
  /** What `pg`'s default parser makes of the output text, without the detour over text. */
  readonly directClientValue?: (value: T) => unknown;
}

/**
 * Builds a type. `toClient` honours parsers that the application registered with `pg.types.setTypeParser`,
 * as a real connection does.
 */
export function scalarType<T extends NonNullDatum>(spec: ScalarTypeSpec<T>): SqlType {
  const { parse, format, compare, key, directClientValue: direct } = spec;
  const defaultParser = clientParser(spec.oid);
  const toClient = (value: T): unknown => {
    const parser = clientParser(spec.oid);
    return direct && parser === defaultParser ? direct(value) : parser(format(value));
  };
  return {
    oid: spec.oid,
    name: spec.name,
    displayName: spec.displayName ?? spec.name,
    category: spec.category,
    preferred: spec.preferred ?? false,
    element: null,
    parse,
    format,
    toClient,
    compare,
    key: key ?? format,
  };
}
