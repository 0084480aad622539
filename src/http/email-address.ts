import * as z from 'zod';

/** An e-mail address as users are known by it: in lower case and NFC. */
export const emailAddress = z
  .string()
  .transform((value) => value.normalize('NFC').toLowerCase())
  .pipe(z.email('must be an e-mail address').max(254, 'must have at most 254 characters'));
