import { describeOnBothStores } from '../../src/database/testing';
import { Sample } from './entities/sample.entity';

describeOnBothStores('functions over tables', [Sample], (store) => {
  const rows = (sql: string): Promise<unknown> => store.dataSource.query(sql);

  it('find relations by the names that people write', async () => {
    expect(
      await rows(
        `SELECT to_regclass('sample')::text AS a, to_regclass('public.SAMPLE')::text AS b,
                to_regclass('"Sample"')::text AS c, to_regclass('nowhere.sample')::text AS d,
                to_regclass('sample_id_seq')::text AS e`,
      ),
    ).toEqual([{ a: 'sample', b: 'sample', c: null, d: null, e: 'sample_id_seq' }]);
  });

  it('fill a row from JSON and keep what it does not name', async () => {
    await store.repository(Sample).insert({});
    expect(
      await rows(
        `SELECT r.id, r.small FROM sample s, jsonb_populate_record(s, '{"small": 42, "other": 1}') r`,
      ),
    ).toEqual([{ id: 1, small: 42 }]);
    expect(
      await rows(
        `SELECT r.id, r.small FROM sample s, json_populate_recordset(s, '[{"small": 1}, {"small": null}]') r`,
      ),
    ).toEqual([
      { id: 1, small: 1 },
      { id: 1, small: null },
    ]);
    expect(await rows(`SELECT (jsonb_populate_record(s, '{"small": 5}')).small FROM sample s`)).toEqual([
      { small: 5 },
    ]);
  });

  it('let an array grow to where a value is put, on either side', async () => {
    await store.repository(Sample).insert({});
    const grown: unknown[] = [];
    for (const [place, value] of [
      [3, 30],
      [5, 50],
      [1, 10],
      [-1, -10],
    ]) {
      await rows(`UPDATE sample SET numbers[${place}] = ${value}`);
      grown.push(await rows('SELECT numbers::text AS t, numbers[5] AS five FROM sample'));
    }
    expect(grown).toEqual([
      [{ t: '[3:3]={30}', five: null }],
      [{ t: '[3:5]={30,NULL,50}', five: 50 }],
      [{ t: '{10,NULL,30,NULL,50}', five: 50 }],
      [{ t: '[-1:5]={-10,NULL,10,NULL,30,NULL,50}', five: 50 }],
    ]);
  });
});
