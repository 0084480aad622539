import { SqlError, type SqlErrorFields } from '../types/sql-error';

export function invalidValue(name: string, text: string, fields: SqlErrorFields = {}): SqlError {
  return new SqlError('22023', `invalid value for parameter "${name}": "${text}"`, fields);
}

export function unknownSetting(name: string): SqlError {
  return new SqlError('42704', `unrecognized configuration parameter "${name}"`);
}
