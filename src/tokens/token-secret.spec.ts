import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { TOKEN_KINDS } from '../auth/caller';
import { hashOf, isWellFormed, makeSecret } from './token-secret';

describe('the secret of a token', () => {
  it.each([
    ['personal', 'pat'],
    ['session', 'ses'],
    ['service', 'svc'],
  ] as const)('of the kind %s says so, and has 32 random characters and 6 of a checksum', (kind, prefix) => {
    const secret = makeSecret(kind);
    expect(secret).toMatch(new RegExp(`^apr_${prefix}_[0-9A-Za-z]{38}$`));
    expect(isWellFormed(secret)).toBe(true);
  });

  it('ends with the CRC-32 of all before, in base 62', () => {
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const secret = makeSecret('personal');
    const sum = secret
      .slice(-6)
      .split('')
      .reduce((value, digit) => value * 62 + digits.indexOf(digit), 0);
    expect(sum).toBe(crc32(secret.slice(0, -6)));
  });

  it('is another one each time, with every character in use', () => {
    const secrets = Array.from({ length: 500 }, () => makeSecret('session'));
    expect(new Set(secrets).size).toBe(500);
    expect(new Set(secrets.map((secret) => secret.slice(8, -6)).join('')).size).toBe(62);
  });

  it('is not well formed once any character is another one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TOKEN_KINDS),
        fc.nat(45),
        fc.constantFrom('0', 'a', 'Z', '_', '-', ' ', 'é'),
        (kind, i, other) => {
          const secret = makeSecret(kind);
          const changed = secret.slice(0, i) + other + secret.slice(i + 1);
          expect(isWellFormed(changed)).toBe(changed === secret);
        },
      ),
    );
  });

  it.each(['', 'apr_', ' ', 'apr_pat_', `apr_pat_${'0'.repeat(38)}`])('is not %p', (text) =>
    expect(isWellFormed(text)).toBe(false),
  );

  it('is not well formed with anything around it', () => {
    const secret = makeSecret('personal');
    for (const text of [`${secret}\n`, ` ${secret}`, `${secret}0`, secret.toUpperCase()])
      expect(isWellFormed(text)).toBe(false);
  });

  it('is stored as SHA-256 (FIPS 180-4)', () => {
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
