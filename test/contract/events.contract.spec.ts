import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Auditor, heard, Reply, Ticket } from './entities/event.entities';

describeOnBothStores(
  'what listeners and subscribers hear',
  [Ticket, Reply],
  (store) => {
    const during = async (work: () => Promise<unknown>): Promise<string[]> => {
      heard.length = 0;
      await work();
      return [...heard];
    };
    const aTicket = (text = 'a'): Promise<Ticket> =>
      store.repository(Ticket).save(store.repository(Ticket).create({ text }));

    it('of a new object, of a plain one, and of a graph', async () => {
      expect(await during(() => aTicket())).toEqual([
        'S before start',
        'S after start',
        'before insert a',
        'S before insert Ticket a undefined',
        'after insert 1',
        'S after insert 1 1',
        'S before commit',
        'S after commit',
      ]);
      expect(await during(() => store.repository(Ticket).save({ text: 'plain' }))).toEqual([
        'S before start',
        'S after start',
        'S before insert Ticket plain undefined',
        'S after insert 2 2',
        'S before commit',
        'S after commit',
      ]);
      const graph = store.repository(Ticket).create({ text: 'g', replies: [{ text: 'r1' }, { text: 'r2' }] });
      expect(await during(() => store.repository(Ticket).save(graph))).toEqual([
        'S before start',
        'S after start',
        'before insert g',
        'S before insert Ticket g undefined',
        'S before insert Reply r1 undefined',
        'S before insert Reply r2 undefined',
        'after insert 3',
        'S after insert 3 3',
        'S after insert 1 1',
        'S after insert 2 2',
        'S before commit',
        'S after commit',
      ]);
      const several = store.repository(Ticket).create([{ text: 'x' }, { text: 'y' }]);
      expect(await during(() => store.repository(Ticket).save(several))).toEqual([
        'S before start',
        'S after start',
        'before insert x',
        'S before insert Ticket x undefined',
        'before insert y',
        'S before insert Ticket y undefined',
        'after insert 4',
        'S after insert 4 4',
        'after insert 5',
        'S after insert 5 5',
        'S before commit',
        'S after commit',
      ]);
    });

    it('of a change, with the row that is changed and the columns, and of no change', async () => {
      const ticket = await aTicket();
      ticket.text = 'b';
      expect(await during(() => store.repository(Ticket).save(ticket))).toEqual([
        'load 1',
        'S load Ticket 1',
        'S before start',
        'S after start',
        'before update b',
        'S before update a to b: text; ',
        'after update 2',
        'S after update 2: text,mark',
        'S before commit',
        'S after commit',
      ]);
      expect(await during(() => store.repository(Ticket).save(ticket))).toEqual([
        'load 1',
        'S load Ticket 1',
      ]);
      expect(await store.repository(Ticket).findOneByOrFail({ id: 1 })).toMatchObject({
        mark: 'touched',
        version: 2,
      });
    });

    it('of a change of a relation', async () => {
      const ticket = await aTicket();
      const reply = await store.repository(Reply).save({ text: 'r' });
      reply.ticket = ticket;
      expect(await during(() => store.repository(Reply).save(reply))).toEqual([
        'S load Ticket null',
        'S load Reply 1',
        'S before start',
        'S after start',
        'S before update r to r: ; ticket',
        'S after update undefined: ',
        'S before commit',
        'S after commit',
      ]);
    });

    it('of a removal, a soft removal and a recovery', async () => {
      const ticket = await aTicket();
      expect(await during(() => store.repository(Ticket).softRemove(ticket))).toEqual([
        'load 1',
        'S load Ticket 1',
        'S before start',
        'S after start',
        'before soft remove true',
        'S before soft remove 1 a',
        'after soft remove true',
        'S after soft remove 1',
        'S before commit',
        'S after commit',
      ]);
      expect(await during(() => store.repository(Ticket).recover(ticket))).toEqual([
        'load 1',
        'S load Ticket 1',
        'S before start',
        'S after start',
        'before recover true',
        'S before recover 1',
        'after recover true',
        'S after recover 1',
        'S before commit',
        'S after commit',
      ]);
      expect(await during(() => store.repository(Ticket).remove(ticket))).toEqual([
        'load 1',
        'S load Ticket 1',
        'S before start',
        'S after start',
        'before remove 1',
        'S before remove 1 a',
        'after remove undefined',
        'S after remove 1 undefined',
        'S before commit',
        'S after commit',
      ]);
    });

    it('of work by criteria, which has no entity', async () => {
      const tickets = store.repository(Ticket);
      expect(await during(() => tickets.insert({ text: 'plain' }))).toEqual([
        'S before insert Ticket plain undefined',
        'S after insert 1 undefined',
      ]);
      expect(await during(() => tickets.insert(tickets.create({ text: 'made' })))).toEqual([
        'before insert made',
        'S before insert Ticket made undefined',
        'after insert 2',
        'S after insert 2 undefined',
      ]);
      expect(await during(() => tickets.update(1, { text: 'b' }))).toEqual([
        'S before update undefined to b: ; ',
        'S after update undefined: ',
      ]);
      expect(await during(() => tickets.softDelete(1))).toEqual([
        'S before soft remove undefined undefined',
        'S after soft remove undefined',
      ]);
      expect(await during(() => tickets.restore(1))).toEqual([
        'S before recover undefined',
        'S after recover undefined',
      ]);
      expect(await during(() => tickets.delete(1))).toEqual([
        'S before remove undefined undefined',
        'S after remove undefined undefined',
      ]);
      expect(await during(() => tickets.upsert({ id: 2, text: 'u' }, ['id']))).toEqual([
        'S before insert Ticket u 2',
        'S after insert 3 undefined',
      ]);
    });

    it('of every load, inner ones first, but of no raw row or count', async () => {
      await store.repository(Ticket).save({ text: 'a', replies: [{ text: 'r1' }, { text: 'r2' }] });
      const tickets = store.repository(Ticket);
      expect(
        await during(() => tickets.find({ relations: { replies: true }, order: { replies: { id: 'ASC' } } })),
      ).toEqual(['S load Reply 1', 'S load Reply 2', 'load 1', 'S load Ticket 1']);
      expect(await during(() => tickets.findOneBy({ id: 1 }))).toEqual(['load 1', 'S load Ticket 1']);
      expect(await during(() => tickets.createQueryBuilder('t').getRawMany())).toEqual([]);
      expect(await during(() => tickets.count())).toEqual([]);
      expect(await during(() => tickets.createQueryBuilder('t').callListeners(false).getMany())).toEqual([]);
    });

    it('nothing where listeners are turned off', async () => {
      const tickets = store.repository(Ticket);
      const ticket = tickets.create({ text: 'a' });
      expect(await during(() => tickets.save(ticket, { listeners: false }))).toEqual([
        'S before start',
        'S after start',
        'S before commit',
        'S after commit',
      ]);
      ticket.text = 'b';
      expect(await during(() => tickets.save(ticket, { listeners: false }))).toEqual([
        'load 1',
        'S load Ticket 1',
        'S before start',
        'S after start',
        'S before commit',
        'S after commit',
      ]);
      expect(ticket.mark).toBeNull();
      const quiet = (): Promise<unknown> =>
        tickets
          .createQueryBuilder()
          .update()
          .set({ text: 'c' })
          .where('id = 1')
          .callListeners(false)
          .execute();
      expect(await during(quiet)).toEqual([]);
      expect(await during(() => tickets.remove(ticket, { listeners: false }))).toEqual([
        'load 1',
        'S load Ticket 1',
        'S before start',
        'S after start',
        'S before commit',
        'S after commit',
      ]);
    });

    it('of transactions, nested and failed ones too', async () => {
      const nested = (): Promise<unknown> =>
        store.manager.transaction(async (manager) => {
          await manager.insert(Ticket, { text: 'a' });
          await manager.transaction((inner) => inner.insert(Ticket, { text: 'b' }));
        });
      expect(await during(nested)).toEqual([
        'S before start',
        'S after start',
        'S before insert Ticket a undefined',
        'S after insert 1 undefined',
        'S before start',
        'S after start',
        'S before insert Ticket b undefined',
        'S after insert 2 undefined',
        'S before commit',
        'S after commit',
        'S before commit',
        'S after commit',
      ]);
      const failing = (): Promise<unknown> =>
        failureOf(
          store.manager.transaction(async (manager) => {
            await manager.insert(Ticket, { text: 'c' });
            throw new Error('enough');
          }),
        );
      expect(await during(failing)).toEqual([
        'S before start',
        'S after start',
        'S before insert Ticket c undefined',
        'S after insert 3 undefined',
        'S before rollback',
        'S after rollback',
      ]);
      expect(await during(() => failureOf(store.repository(Ticket).save({ text: null as never })))).toEqual([
        'S before start',
        'S after start',
        'S before insert Ticket null undefined',
        'S before rollback',
        'S after rollback',
      ]);
      expect(
        await during(() =>
          store.repository(Ticket).save([{ text: 'd' }, { text: 'e' }], { transaction: false }),
        ),
      ).toEqual([
        'S before insert Ticket d undefined',
        'S before insert Ticket e undefined',
        'S after insert 5 5',
        'S after insert 6 6',
      ]);
    });

    it('nothing of rows that the database deletes by itself', async () => {
      await store.repository(Ticket).save({ text: 'a', replies: [{ text: 'r' }] });
      expect(await during(() => store.repository(Ticket).delete(1))).toEqual([
        'S before remove undefined undefined',
        'S after remove undefined undefined',
      ]);
      expect(await store.repository(Reply).count()).toBe(0);
    });
  },
  { subscribers: [Auditor] },
);
