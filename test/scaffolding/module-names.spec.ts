import { moduleNames } from '../../scaffolding/module-names';

describe('the names of a module', () => {
  it.each([
    ['books', 'book'],
    ['reading-lists', 'reading-list'],
    ['categories', 'category'],
    ['boxes', 'box'],
    ['addresses', 'address'],
    ['branches', 'branch'],
    ['statuses', 'status'],
    ['courses', 'course'],
    ['keys', 'key'],
  ])('of many %s is one %s', (plural, singular) => {
    expect(moduleNames(plural)['item-file']).toBe(singular);
  });

  it('are written as each place wants them', () => {
    expect(moduleNames('outer-rooms')).toEqual({
      Item: 'OuterRoom',
      item: 'outerRoom',
      'item-file': 'outer-room',
      item_code: 'outer_room',
      'item text': 'outer room',
      'an item': 'an outer room',
      'An item': 'An outer room',
      Items: 'OuterRooms',
      items: 'outerRooms',
      'items-path': 'outer-rooms',
      items_table: 'outer_rooms',
      'items text': 'outer rooms',
      'Items text': 'Outer rooms',
    });
  });

  it('take the name of one where it does not follow from that of many', () => {
    expect(moduleNames('people', 'person')).toMatchObject({ Item: 'Person', Items: 'People' });
  });

  it.each([
    ['Books', /use at most 40 of a-z and 0-9/],
    ['reading_lists', /with - between words/],
    ['reading--lists', /with - between words/],
    ['../books', /is no name for a module/],
    ['2books', /is no name for a module/],
    ['books-2s', /is no name for a module/],
    ['', /does not look like the name of many/],
    [`${'x'.repeat(40)}s`, /at most 40/],
    ['book', /give the name of one as well/],
    ['people', /give the name of one as well, as in people person/],
    ['status', /give the name of one as well/],
    ['arguments', /choose another name/],
  ])('are refused when many are called "%s"', (plural, reason) => {
    expect(() => moduleNames(plural)).toThrow(reason);
  });

  it('are refused when one is called as many', () => {
    expect(() => moduleNames('sheep', 'sheep')).toThrow(/give two names/);
  });
});
