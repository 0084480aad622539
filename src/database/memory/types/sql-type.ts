import type { Datum, NonNullDatum } from './datum';

/** A primitive that is equal (===) for two values exactly when SQL's `=` holds between them. */
export type HashKey = string | number | bigint | boolean;

/** The letter PostgreSQL keeps in `pg_type.typcategory`; it steers operator and function resolution. */
export type TypeCategory =
  | 'A'
  | 'B'
  | 'C'
  | 'D'
  | 'E'
  | 'G'
  | 'I'
  | 'N'
  | 'P'
  | 'R'
  | 'S'
  | 'T'
  | 'U'
  | 'V'
  | 'X'
  | 'Z';

/**
 * One SQL type: how its text is read and written, what `pg` makes of it for JavaScript,
 * and how its values are ordered and hashed. Types are compared by identity.
 */
export interface SqlType {
  /** `pg_type.oid`; an enum of the schema gets one from 16384 on. */
  readonly oid: number;
  /** `pg_type.typname`: int4, varchar, _int4. */
  readonly name: string;
  /** What `format_type` prints and errors mention: integer, character varying. */
  readonly displayName: string;
  readonly category: TypeCategory;
  /** Wins a tie within its category when an operator or function is resolved. */
  readonly preferred: boolean;
  /** The element's type of an array type, else null. */
  readonly element: SqlType | null;
  /**
   * The input function.
   *
   * @param typmod as in `pg_attribute.atttypmod`; -1 for none
   * @throws SqlError 22P02, 22003, 22007, 22008 and others, as PostgreSQL does
   */
  parse(text: string, typmod: number): Datum;
  /** The output function, with DateStyle ISO and in the session's time zone. */
  format(value: NonNullDatum): string;
  /** What `pg`'s default parsers hand to JavaScript for this value. */
  toClient(value: NonNullDatum): unknown;
  /** B-tree order: negative, zero or positive. */
  compare(a: NonNullDatum, b: NonNullDatum): number;
  /** See {@link HashKey}. */
  key(value: NonNullDatum): HashKey;
}
