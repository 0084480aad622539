import * as z from 'zod';

/** Of other parameters these endpoints take no notice (RFC 6749, section 3.2). */
export const tokenFormSchema = z.object({
  token: z.string().min(1, 'must not be empty'),
  token_type_hint: z.string().optional(),
});
export type TokenForm = z.output<typeof tokenFormSchema>;

/** RFC 7662, section 2.2. Of a token that is not in force nothing is told. */
export const introspectionSchema = z
  .union([
    z.strictObject({ active: z.literal(false) }),
    z.strictObject({
      active: z.literal(true),
      token_type: z.literal('Bearer'),
      scope: z.string(),
      username: z.string(),
      sub: z.uuid(),
      jti: z.uuid(),
      iat: z.int(),
      exp: z.int(),
    }),
  ])
  .meta({ id: 'Introspection' });
export type Introspection = z.output<typeof introspectionSchema>;
