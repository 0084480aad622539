import type * as Swagger from '@nestjs/swagger';
import * as z from 'zod';

/** A problem on the wire, for the description of the API. */
const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  code: z.string(),
  requestId: z.string().optional(),
  traceId: z.string().optional(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
});

/** Describes that every other answer is a problem (RFC 9457). */
export function problems({ ApiDefaultResponse }: typeof Swagger): ClassDecorator & MethodDecorator {
  const schema = z.toJSONSchema(problemSchema, { target: 'draft-2020-12' });
  const { $schema: _, ...shape } = schema;
  return ApiDefaultResponse({
    description: 'A problem, with a stable code',
    content: { 'application/problem+json': { schema: shape as object } },
  });
}
