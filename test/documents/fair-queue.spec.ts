import { FairQueue } from '../../src/documents/worker/fair-queue';

const anybody = (_party: string): boolean => true;

function queueOf(most: number, ...items: string[]): FairQueue<string> {
  const queue = new FairQueue<string>(most);
  for (const item of items) queue.add(item[0] ?? '', item);
  return queue;
}

function drain(queue: FairQueue<string>, mayHave = anybody): string[] {
  const taken: string[] = [];
  for (let next = queue.take(mayHave); next !== null; next = queue.take(mayHave)) taken.push(next.item);
  return taken;
}

describe('a fair queue', () => {
  it('takes from each party in turn, and of each in the order in which it came', () => {
    expect(drain(queueOf(9, 'a1', 'a2', 'a3', 'b1', 'c1', 'b2'))).toEqual([
      'a1',
      'b1',
      'c1',
      'a2',
      'b2',
      'a3',
    ]);
  });

  it('passes over who may have nothing, and leaves him his turn', () => {
    const queue = queueOf(9, 'a1', 'b1', 'a2', 'b2');
    expect(drain(queue, (party) => party !== 'a')).toEqual(['b1', 'b2']);
    expect(drain(queue)).toEqual(['a1', 'a2']);
  });

  it('has who has most in it lose the last when it is full', () => {
    const queue = queueOf(4, 'a1', 'a2', 'a3', 'a4');
    expect([queue.add('b', 'b1'), queue.add('b', 'b2'), queue.add('b', 'b3'), queue.add('a', 'a5')]).toEqual([
      'a4',
      'a3',
      'b3',
      'a5',
    ]);
    expect(drain(queue)).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  it('has room again for what has gone', () => {
    const queue = queueOf(2, 'a1', 'a2');
    queue.remove('a', 'a1');
    queue.remove('a', 'a1');
    queue.remove('b', 'a2');
    expect([queue.add('a', 'a3'), queue.add('a', 'a4')]).toEqual([null, 'a4']);
    expect([queue.clear(), drain(queue), queue.add('a', 'a5')]).toEqual([['a2', 'a3'], [], null]);
  });
});
