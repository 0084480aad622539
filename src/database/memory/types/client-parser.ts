import { types as pgTypes } from 'pg';

export type ClientParser = (text: string) => unknown;

/**
 * The parser that `pg` applies to a type's text at this moment, those included that the application
 * registered with `pg.types.setTypeParser`. Its own signature only knows the built-in oids.
 */
export function clientParser(oid: number): ClientParser {
  const lookUp = pgTypes.getTypeParser as (oid: number, format: 'text') => ClientParser;
  return lookUp(oid, 'text');
}
