import * as z from 'zod';

/** The parameters of every list that comes in pages: how many at most, and where the page before has ended. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .default(20),
  cursor: z.string().min(1).optional(),
};

/** The parameter that asks for the number of all items. */
export const includeTotal = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((value) => value === 'true')
  .default(false);
