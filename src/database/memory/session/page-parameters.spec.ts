import { liftPage } from './page-parameters';

describe('liftPage', () => {
  it.each([
    ['a limit', 'SELECT 1 LIMIT 10', 0, { sql: 'SELECT 1 LIMIT $1', values: ['10'] }],
    ['behind other parameters', 'SELECT $1 LIMIT 10', 1, { sql: 'SELECT $1 LIMIT $2', values: ['10'] }],
    [
      'an offset',
      'SELECT 1 LIMIT 10 OFFSET 20',
      0,
      { sql: 'SELECT 1 LIMIT $1 OFFSET $2', values: ['10', '20'] },
    ],
  ])('makes parameters of %s', (_what, sql, parameters, lifted) => {
    expect(liftPage(sql, parameters)).toEqual(lifted);
  });

  it.each([
    ['another clause that ends in a number', 'SELECT 1 WHERE id = 10'],
    ['a negative limit, which is an error', 'SELECT 1 LIMIT -1'],
    ['a limit that does not end the text', 'SELECT 1 LIMIT 10 FOR UPDATE'],
    ['a comment', 'SELECT 1 -- LIMIT 10'],
    ['nothing', ''],
  ])('leaves %s alone', (_what, sql) => {
    expect(liftPage(sql, 0)).toBeNull();
  });
});
