import * as z from 'zod';

/** An e-mail address as users are known by it: in lower case. Of ASCII alone, so that no two look alike. */
export const emailAddress = z
  .email('must be an e-mail address')
  .max(254, 'must have at most 254 characters')
  .toLowerCase();
