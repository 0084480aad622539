import { describeOnBothStores } from '../../src/database/testing';
import { happenings, Note, NoteSubscriber } from './entities/note.entity';
import { Car, Truck, Vehicle, vehicles } from './entities/vehicle.entities';

describeOnBothStores(
  'listeners and subscribers',
  [Note],
  (store) => {
    const during = async (work: () => Promise<unknown>): Promise<string[]> => {
      happenings.length = 0;
      await work();
      return [...happenings];
    };

    it('hear a new entity, the entity itself before its subscribers', async () => {
      const note = store.repository(Note).create({ text: 'A B' });
      expect(await during(() => store.repository(Note).save(note))).toEqual([
        'entity before A B',
        'subscriber before insert A B',
        'entity inserted 1',
        'subscriber inserted 1 1',
      ]);
      expect((await store.repository(Note).findOneByOrFail({ id: 1 })).slug).toBe('a-b');
    });

    it('hear a change with the row it changes, and have their own changes written too', async () => {
      const note = await store.repository(Note).save(store.repository(Note).create({ text: 'One' }));
      note.text = 'Two';
      expect(await during(() => store.repository(Note).save(note))).toEqual([
        'entity loaded 1',
        'subscriber loaded 1',
        'entity before Two',
        'subscriber before update of One: text',
        'entity updated 1',
        'subscriber updated One',
      ]);
      expect(await store.repository(Note).findOneByOrFail({ id: 1 })).toMatchObject({
        text: 'Two',
        slug: 'two',
      });
    });

    it('hear nothing when nothing has changed but the look at the row', async () => {
      const note = await store.repository(Note).save(store.repository(Note).create({ text: 'One' }));
      const heard = await during(() => store.repository(Note).save(note));
      expect(heard.filter((line) => line.includes('update'))).toEqual([]);
    });

    it('hear a removal', async () => {
      const note = await store.repository(Note).save(store.repository(Note).create({ text: 'One' }));
      const heard = await during(() => store.repository(Note).remove(note));
      expect(heard.filter((line) => line.includes('remov'))).toEqual([
        'entity removing 1',
        'subscriber removing 1',
        'entity removed undefined',
        'subscriber removed 1',
      ]);
    });

    it('hear every load', async () => {
      await store.repository(Note).insert([{ text: 'One' }, { text: 'Three' }]);
      const heard = await during(async () => {
        const notes = await store.repository(Note).find({ order: { id: 'ASC' } });
        expect(notes.map(({ length }) => length)).toEqual([3, 5]);
      });
      expect(heard.toSorted()).toEqual([
        'entity loaded 1',
        'entity loaded 2',
        'subscriber loaded 1',
        'subscriber loaded 2',
      ]);
    });

    it('hear an inserted instance, but no plain object, update or delete by criteria', async () => {
      const notes = store.repository(Note);
      expect(await during(() => notes.insert(notes.create({ text: 'One' })))).toContain('entity before One');
      const heard = await during(async () => {
        await notes.insert({ text: 'Two' });
        await notes.update(1, { text: 'Three' });
        await notes.delete(1);
      });
      expect(heard.filter((line) => line.startsWith('entity'))).toEqual([]);
      expect(await notes.find()).toMatchObject([{ text: 'Two', slug: null }]);
    });
  },
  { subscribers: [NoteSubscriber] },
);

describeOnBothStores('inheritance and embedded objects', vehicles, (store) => {
  beforeEach(async () => {
    await store.repository(Car).save({ name: 'car', doors: 4, engine: { fuel: 'gas' } });
    await store.repository(Truck).save({ name: 'truck', load: 7 });
    await store.repository(Vehicle).save({ name: 'plain' });
  });

  it('find rows of their own kind, as instances of the class', async () => {
    const all = await store.repository(Vehicle).find({ order: { id: 'ASC' } });
    expect(all.map(({ constructor }) => constructor)).toEqual([Car, Truck, Vehicle]);
    expect(await store.repository(Car).find()).toMatchObject([{ name: 'car', doors: 4 }]);
    expect(await store.repository(Truck).countBy({ name: 'car' })).toBe(0);
    expect(all[1]).not.toHaveProperty('doors');
  });

  it('keep the discriminator of the class', async () => {
    const rows = await store.dataSource.query('SELECT name, kind FROM vehicle ORDER BY id');
    expect(rows).toEqual([
      { name: 'car', kind: 'Car' },
      { name: 'truck', kind: 'lorry' },
      { name: 'plain', kind: 'Vehicle' },
    ]);
  });

  it('always give an embedded object, with null in its fields', async () => {
    const [car, truck] = await store.repository(Vehicle).find({ order: { id: 'ASC' } });
    expect(car?.engine).toEqual({ fuel: 'gas', power: null });
    expect(truck?.engine).toEqual({ fuel: null, power: null });
    expect(await store.repository(Vehicle).countBy({ engine: { fuel: 'gas' } })).toBe(1);
    await store.repository(Car).update({ name: 'car' }, { engine: { power: 90 } });
    expect((await store.repository(Car).findOneByOrFail({ name: 'car' })).engine).toEqual({
      fuel: 'gas',
      power: 90,
    });
  });

  it('change and delete rows of their own kind only', async () => {
    expect((await store.repository(Truck).delete({ name: 'car' })).affected).toBe(0);
    expect((await store.repository(Car).update({ name: 'car' }, { doors: 2 })).affected).toBe(1);
    expect((await store.repository(Vehicle).find({ order: { id: 'ASC' } }))[0]).toMatchObject({ doors: 2 });
  });
});
