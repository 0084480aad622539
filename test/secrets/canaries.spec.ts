import { Canaries } from './canaries';

describe('the search for marks', () => {
  const FORMS: readonly (readonly [form: string, encode: (text: string) => string])[] = [
    ['as it is', (text) => text],
    ['in other letters', (text) => text.toUpperCase()],
    ['in JSON', (text) => JSON.stringify({ nested: `a "${text}" b` })],
    ['in JSON within JSON', (text) => JSON.stringify(JSON.stringify([text]))],
    ['in a URL', (text) => new URLSearchParams({ q: text }).toString()],
    ['in hexadecimal digits', (text) => Buffer.from(`x${text}y`).toString('hex')],
    ['in base64', (text) => Buffer.from(text).toString('base64')],
    ['in base64 of more', (text) => Buffer.from(`user:${text}!`).toString('base64')],
    ['in base64 of yet more', (text) => Buffer.from(`u:${text}`).toString('base64')],
    ['in base64url', (text) => Buffer.from(`ab${text}`).toString('base64url')],
  ];

  it.each(FORMS)('finds one %s', (_form, encode) => {
    const canaries = new Canaries();
    const mark = canaries.make('a password');
    canaries.watch('a log', `before ${encode(mark)} after`);
    expect(canaries.leaks.length).toBeGreaterThan(0);
    expect(canaries.leaks[0]).toMatch(/^a password in a log, as /);
  });

  it('finds none where there is none, or where it is meant to be', () => {
    const canaries = new Canaries();
    const mark = canaries.make('a password');
    canaries.watch('a log', 'nothing of the kind');
    canaries.watch('an answer', mark, ['a password']);
    expect(canaries.leaks).toEqual([]);
  });
});
