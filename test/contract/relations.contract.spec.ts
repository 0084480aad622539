import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Author, Biography, Book, Genre, library, Review } from './entities/library.entities';

describeOnBothStores('relations', library, (store) => {
  beforeEach(async () => {
    const genres = await store.repository(Genre).save([{ name: 'g1' }, { name: 'g2' }]);
    const [ada, bob] = await store.repository(Author).save([{ name: 'Ada' }, { name: 'Bob' }]);
    await store.repository(Biography).save({ text: 'Born', author: ada });
    await store.repository(Book).save([
      { title: 'One', author: ada, genres, reviews: [{ text: 'good' }, { text: 'bad' }] },
      { title: 'Two', author: ada, genres: genres.slice(0, 1) },
      { title: 'Three', author: bob },
      { title: 'Four', author: null },
    ]);
  });

  const titled = (title: string, relations: object): Promise<Book> =>
    store.repository(Book).findOneOrFail({ where: { title }, relations });

  it.each(['join', 'query'] as const)(
    'are null or empty when loaded without rows by %s',
    async (strategy) => {
      const four = await store.repository(Book).findOneOrFail({
        where: { title: 'Four' },
        relations: { author: { biography: true }, genres: true, reviews: { book: true } },
        relationLoadStrategy: strategy,
      });
      expect(four.author).toBeNull();
      expect(four.genres).toEqual([]);
      expect(four.reviews).toEqual([]);
      const bob = await store.repository(Author).findOneOrFail({
        where: { name: 'Bob' },
        relations: { biography: true },
        relationLoadStrategy: strategy,
      });
      expect(bob.biography).toBeNull();
    },
  );

  it('are left out when they are not loaded', async () => {
    const one = await titled('One', {});
    expect(one.author).toBeUndefined();
    expect(one.reviews).toBeUndefined();
    expect(one.authorId).toBe(1);
  });

  it.each(['join', 'query'] as const)('load at any depth by %s', async (strategy) => {
    const authors = await store.repository(Author).find({
      relations: { biography: true, books: { genres: true, reviews: true } },
      order: { id: 'ASC', books: { id: 'ASC', genres: { id: 'ASC' }, reviews: { id: 'ASC' } } },
      relationLoadStrategy: strategy,
    });
    const shape = authors.map(({ name, biography, books }) => [
      name,
      biography?.text ?? null,
      books.map(({ title, genres, reviews }) => [
        title,
        genres.map((genre) => genre.name),
        reviews.map(({ text }) => text),
      ]),
    ]);
    expect(shape).toEqual([
      [
        'Ada',
        'Born',
        [
          ['One', ['g1', 'g2'], ['good', 'bad']],
          ['Two', ['g1'], []],
        ],
      ],
      ['Bob', null, [['Three', [], []]]],
    ]);
  });

  it('filter the loaded collection too when they are in the condition', async () => {
    const found = await store
      .repository(Book)
      .find({ where: { genres: { name: 'g1' } }, relations: { genres: true } });
    expect(found.map(({ title, genres }) => [title, genres.map(({ name }) => name)])).toEqual([
      ['One', ['g1']],
      ['Two', ['g1']],
    ]);
  });

  it('give each row an object of its own', async () => {
    const [one, two] = await store
      .repository(Book)
      .find({ relations: { author: true }, order: { id: 'ASC' } });
    expect(one?.author).toEqual(two?.author);
    expect(one?.author).not.toBe(two?.author);
  });

  it('share their column with its plain property: the one that is set wins', async () => {
    const books = store.repository(Book);
    expect(await books.findOneOrFail({ where: { title: 'One' }, relations: { author: true } })).toMatchObject(
      {
        authorId: 1,
        author: { id: 1 },
      },
    );
    const five = await books.save({ title: 'Five', authorId: 2 });
    expect((await titled('Five', { author: true })).author?.name).toBe('Bob');
    await books.save({ id: five.id, author: undefined });
    expect((await titled('Five', {})).authorId).toBe(2);
    await books.save({ id: five.id, author: null });
    expect((await titled('Five', {})).authorId).toBeNull();
    await books.update(five.id, { author: { id: 1 } });
    expect((await titled('Five', {})).authorId).toBe(1);
  });

  it('turn into ids on request', async () => {
    const [one] = await store.repository(Book).find({ order: { id: 'ASC' }, loadRelationIds: true });
    expect(one).toMatchObject({ author: 1, genres: [1, 2], reviews: [1, 2], genreIds: [1, 2] });
    const [mapped] = await store
      .repository(Book)
      .find({ order: { id: 'ASC' }, loadRelationIds: { relations: ['genres'], disableMixedMap: true } });
    expect(mapped?.genres).toEqual([{ id: 1 }, { id: 2 }]);
    expect((await titled('Two', {})).genreIds).toEqual([1]);
  });

  describe('many to many', () => {
    const names = async (title: string): Promise<string[]> =>
      (await titled(title, { genres: true })).genres.map(({ name }) => name).toSorted();

    it('are compared with the rows only where they are loaded', async () => {
      const books = store.repository(Book);
      const one = await titled('One', {});
      one.title = 'Uno';
      await books.save(one);
      expect(await names('Uno')).toEqual(['g1', 'g2']);
      const loaded = await titled('Uno', { genres: true });
      const added = await store.repository(Genre).save({ name: 'g3' });
      loaded.genres = [...loaded.genres.slice(1), added];
      await books.save(loaded);
      expect(await names('Uno')).toEqual(['g2', 'g3']);
      loaded.genres = [];
      await books.save(loaded);
      expect(await names('Uno')).toEqual([]);
    });

    it('lose their links with a row of either side', async () => {
      await store.repository(Genre).delete({ name: 'g1' });
      expect(await names('One')).toEqual(['g2']);
      await store.repository(Book).delete({ title: 'One' });
      const genre = await store
        .repository(Genre)
        .findOneOrFail({ where: { name: 'g2' }, relations: { books: true } });
      expect(genre.books).toEqual([]);
    });

    it('are linked and unlinked by the relation builder', async () => {
      const builder = store.repository(Book).createQueryBuilder().relation('genres').of(3);
      await builder.add([1, 2]);
      expect(await names('Three')).toEqual(['g1', 'g2']);
      await builder.remove(1);
      expect(await names('Three')).toEqual(['g2']);
      expect(await builder.loadMany()).toEqual([{ id: 2, name: 'g2' }]);
    });
  });

  it('act in the database when a row is deleted', async () => {
    await store.repository(Author).delete({ name: 'Ada' });
    expect(await store.repository(Biography).count()).toBe(0);
    const books = await store.repository(Book).find({ order: { id: 'ASC' } });
    expect(books.map(({ authorId }) => authorId)).toEqual([null, null, 2, null]);
    await store.repository(Book).delete(1);
    expect(await store.repository(Review).count()).toBe(0);
  });

  it('hide what is soft-deleted, and show it again with the deleted', async () => {
    await store.repository(Author).softDelete({ name: 'Ada' });
    const hidden = await titled('One', { author: true });
    expect(hidden.author).toBeNull();
    expect(hidden.authorId).toBe(1);
    const [shown] = await store
      .repository(Book)
      .find({ where: { title: 'One' }, relations: { author: true }, withDeleted: true });
    expect(shown?.author?.name).toBe('Ada');
    expect(await store.repository(Author).countBy({ name: 'Ada' })).toBe(0);
  });

  it('join in query builders, with conditions, selections and counts', async () => {
    const rows = await store
      .repository(Author)
      .createQueryBuilder('author')
      .leftJoin('author.books', 'book', 'book.title <> :title', { title: 'Two' })
      .select('author.name', 'name')
      .addSelect('COUNT(book.id)', 'books')
      .groupBy('author.name')
      .having('COUNT(book.id) > 0')
      .orderBy('author.name', 'DESC')
      .getRawMany();
    expect(rows).toEqual([
      { name: 'Bob', books: '1' },
      { name: 'Ada', books: '1' },
    ]);
    const mapped = await store
      .repository(Author)
      .createQueryBuilder('author')
      .leftJoinAndMapOne('author.first', Book, 'book', 'book."authorId" = author.id AND book.title = :one', {
        one: 'One',
      })
      .orderBy('author.id')
      .getMany();
    expect(mapped).toMatchObject([
      { name: 'Ada', first: { title: 'One' } },
      { name: 'Bob', first: null },
    ]);
    const inSubquery = await store
      .repository(Book)
      .createQueryBuilder('book')
      .where((builder) => {
        const query = builder
          .subQuery()
          .select('author.id')
          .from(Author, 'author')
          .where('author.name = :name');
        return `book."authorId" IN ${query.getQuery()}`;
      })
      .setParameter('name', 'Ada')
      .getCount();
    expect(inSubquery).toBe(2);
  });

  it('refuse to load what is not a relation', async () => {
    const { name } = await failureOf(store.repository(Book).find({ relations: { title: true } as never }));
    expect(name).toBe('EntityPropertyNotFoundError');
  });
});
