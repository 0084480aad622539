import { unsupported } from './sql-error';
import type { SqlType } from './sql-type';

/** A type that only signatures use. No value is ever of it. */
function pseudoType(oid: number, name: string): SqlType {
  const refuse = (): never => {
    throw unsupported(`a value of pseudo-type ${name}`);
  };
  return {
    oid,
    name,
    displayName: name,
    category: 'P',
    preferred: false,
    element: null,
    parse: refuse,
    format: refuse,
    toClient: refuse,
    compare: refuse,
    key: refuse,
  };
}

/** Any type, each argument on its own ("any"). */
export const any = pseudoType(2276, 'any');
export const anyelement = pseudoType(2283, 'anyelement');
export const anyarray = pseudoType(2277, 'anyarray');
export const anynonarray = pseudoType(2776, 'anynonarray');
export const anyenum = pseudoType(3500, 'anyenum');
export const anyrange = pseudoType(3831, 'anyrange');
export const anycompatible = pseudoType(5077, 'anycompatible');
export const anycompatiblearray = pseudoType(5078, 'anycompatiblearray');
export const anycompatiblenonarray = pseudoType(5079, 'anycompatiblenonarray');

/** What pg_sleep and other calls without a result return: the empty string. */
export const voidType: SqlType = {
  ...pseudoType(2278, 'void'),
  format: () => '',
  toClient: () => '',
};
