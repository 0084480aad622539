import { type Entry, Ledger, type UserRow } from './ledger';

const NOTHING_WRONG = { lost: 0, twice: 0, refusedAndWritten: 0 };

describe('The ledger of a soak', () => {
  const user = (version: number, handle = 'ada'): UserRow => ({ handle, displayName: `${version}`, version });
  const compared = (tell: (entry: Entry) => void, rows: readonly UserRow[]): object => {
    const ledger = new Ledger();
    tell(ledger.open('ada'));
    ledger.compare(rows);
    const { lost, twice, refusedAndWritten } = ledger;
    return { lost: lost.length, twice: twice.length, refusedAndWritten: refusedAndWritten.length };
  };

  it('finds nothing wrong with what was acknowledged', () => {
    expect(compared((entry) => entry.is(user(2)), [user(2)])).toEqual(NOTHING_WRONG);
    expect(compared((entry) => entry.is(null), [])).toEqual(NOTHING_WRONG);
  });

  it('takes either state of a change whose outcome is unknown, and no third', () => {
    const tell = (entry: Entry): void => entry.mayBe(user(1), user(2));
    expect(compared(tell, [user(1)])).toEqual(NOTHING_WRONG);
    expect(compared(tell, [user(2)])).toEqual(NOTHING_WRONG);
    expect(compared(tell, [user(3)])).toEqual({ ...NOTHING_WRONG, twice: 1 });
    expect(compared(tell, [])).toEqual({ ...NOTHING_WRONG, lost: 1 });
  });

  it('finds what was acknowledged and is not there: a creation, a change, a deletion', () => {
    expect(compared((entry) => entry.is(user(1)), [])).toEqual({ ...NOTHING_WRONG, lost: 1 });
    expect(compared((entry) => entry.is(user(2)), [user(1)])).toEqual({ ...NOTHING_WRONG, lost: 1 });
    expect(compared((entry) => entry.is(null), [user(1)])).toEqual({ ...NOTHING_WRONG, lost: 1 });
  });

  it('finds what was made twice: a row, a change', () => {
    expect(compared((entry) => entry.is(user(1)), [user(1), user(1)])).toEqual({
      ...NOTHING_WRONG,
      twice: 1,
    });
    expect(compared((entry) => entry.is(user(2)), [user(3)])).toEqual({ ...NOTHING_WRONG, twice: 1 });
  });

  it('finds what was refused and made all the same', () => {
    const created = compared((entry) => entry.refused('busy'), [user(1)]);
    expect(created).toEqual({ ...NOTHING_WRONG, refusedAndWritten: 1 });
    const changed = compared(
      (entry) => {
        entry.is(user(1));
        entry.refused('busy');
      },
      [user(2)],
    );
    expect(changed).toEqual({ ...NOTHING_WRONG, refusedAndWritten: 1 });
    expect(compared(() => undefined, [user(1, 'unknown')])).toEqual({
      ...NOTHING_WRONG,
      refusedAndWritten: 1,
    });
  });

  it('forgets users that are gone, and finds them when they come back', () => {
    const ledger = new Ledger();
    ledger.open('ada').is(null);
    ledger.compare([]);
    ledger.compare([user(1)]);
    expect(ledger).toMatchObject({ compared: 1, refusedAndWritten: ['ada is there again'] });
  });
});
