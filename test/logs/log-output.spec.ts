import { LogOutput } from '../../src/logging/log-output';
import { eventually } from '../support/eventually';

type Answer = number | 'EAGAIN' | 'ENOSPC' | 'EPIPE';

/** A place to write to that takes so many bytes of each write, or fails. */
class Place {
  answers: Answer[] = [];
  whenAsked: Answer = Infinity;
  text = '';

  readonly output = new LogOutput(1, (_fd, bytes) => {
    const answer = this.answers.shift() ?? this.whenAsked;
    if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
    const taken = bytes.subarray(0, answer);
    this.text += Buffer.from(taken).toString('latin1');
    return taken.length;
  });

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }
}

const DROPPED = (lines: number): string =>
  expect.stringMatching(`"event":"log.dropped".*"lines":${lines}`) as string;

describe('the output of the log', () => {
  it('has a line as soon as it is written', () => {
    const place = new Place();
    place.output.write('one\n');
    expect(place.text).toBe('one\n');
  });

  it('goes on with a line that was taken in parts', () => {
    const place = new Place();
    place.answers = [2, 1];
    place.output.write('one\n');
    place.output.write('two\n');
    expect(place.text).toBe('one\ntwo\n');
  });

  it('waits for a slow reader without holding up who writes, and keeps the order', async () => {
    const place = new Place();
    place.answers = [3, 'EAGAIN', 'EAGAIN'];
    for (const line of ['one\n', 'two\n', 'three\n']) place.output.write(line);
    expect(place.text).toBe('one');
    await eventually(() => place.text === 'one\ntwo\nthree\n');
  });

  it('drops what a reader who stands still would have to be kept, and says how much', async () => {
    const place = new Place();
    place.whenAsked = 'EAGAIN';
    const line = `${'x'.repeat(1023)}\n`;
    for (let i = 0; i < 2_000; i += 1) place.output.write(line);
    place.whenAsked = Infinity;
    await eventually(() => place.lines.length > 1);
    const kept = place.lines.length;
    place.output.write('after\n');
    expect(place.lines.slice(kept)).toEqual([DROPPED(2_000 - kept), 'after']);
  });

  it('loses lines on a full disk, one that was begun too, and says how many once there is room', () => {
    const place = new Place();
    place.answers = [2, 'ENOSPC', 'ENOSPC'];
    place.output.write('one\n');
    place.output.write('two\n');
    place.output.write('three\n');
    expect(place.lines).toEqual(['on', DROPPED(2), 'three']);
  });

  it('outlives a reader who has gone', () => {
    const place = new Place();
    place.whenAsked = 'EPIPE';
    for (let i = 0; i < 100; i += 1) place.output.write('x\n');
    expect(place.text).toBe('');
  });
});
