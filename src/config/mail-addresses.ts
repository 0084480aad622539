import { z } from 'zod';
import { MalformedValueError } from '../database';

const address = z.email().max(254);

/** Reads an address of mail. @throws MalformedValueError */
export function readAddress(text: string): string {
  if (!address.safeParse(text).success) throw new MalformedValueError('must be an e-mail address');
  return text;
}

/** Reads addresses with commas or white space between them, as users are known by: in lower case. @throws MalformedValueError */
export function readAddresses(text: string): readonly string[] {
  const addresses = text.split(/[\s,]+/).filter((part) => part !== '');
  if (!addresses.every((one) => address.safeParse(one).success))
    throw new MalformedValueError('must be e-mail addresses with commas between them');
  return Object.freeze(addresses.map((one) => one.toLowerCase()));
}
