import { parseConfig } from '../config/config.schema';
import { CodeHasher } from './code-hasher';

const pepper = (id: string, byte: number): string => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const hasherWith = (...peppers: string[]): CodeHasher =>
  new CodeHasher(parseConfig({ OTP_PEPPERS: peppers.join(',') }));

describe('the hashes of codes', () => {
  it('are made with the first key, and of each key that is still there', () => {
    const before = hasherWith(pepper('old', 1)).hash('challenge', '12345678');
    const rotated = hasherWith(pepper('new', 2), pepper('old', 1));
    expect(rotated.hash('challenge', '12345678').keyId).toBe('new');
    expect(rotated.hashes('challenge', '12345678')).toContainEqual(before);
  });

  it('differ by code, challenge and key', () => {
    const hasher = hasherWith(pepper('a', 1), pepper('b', 2));
    const all = [
      ...hasher.hashes('one', '12345678'),
      ...hasher.hashes('one', '12345679'),
      ...hasher.hashes('other', '12345678'),
    ];
    expect(new Set(all.map(({ codeHash }) => codeHash)).size).toBe(all.length);
  });

  it('are made with a key of the process where none is set', () => {
    const [one, other] = [new CodeHasher(parseConfig({})), new CodeHasher(parseConfig({}))];
    expect(one.hash('challenge', '12345678')).toEqual(one.hash('challenge', '12345678'));
    expect(one.hash('challenge', '12345678')).not.toEqual(other.hash('challenge', '12345678'));
  });

  it('are of codes with eight digits', () => {
    const hasher = new CodeHasher(parseConfig({}));
    const codes = Array.from({ length: 1_000 }, () => hasher.newCode());
    expect(codes.filter((code) => !/^\d{8}$/.test(code))).toEqual([]);
    expect(new Set(codes.map((code) => code[0])).size).toBe(10);
  });
});
