import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { InputProblem } from '../errors/domain.error';
import { InvalidInputError, MalformedInputError } from '../errors/input.errors';

/** What zod adds to an issue of the Standard Schema. */
interface ZodIssue {
  readonly code?: string;
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly keys?: readonly string[];
}

/** Issues of form: the request could not be read as what the schema describes (400). The others are of content (422). */
const MALFORMED = new Set(['invalid_type', 'unrecognized_keys', 'invalid_union', 'malformed']);

/** Validates by the schema that stands at the parameter, and reports every issue with its JSON pointer. */
export function inputPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const problems = (issues as readonly ZodIssue[]).flatMap(problemsOf);
      const malformed = problems.some(({ code }) => MALFORMED.has(code));
      return malformed ? new MalformedInputError(problems) : new InvalidInputError(problems);
    },
  });
}

function problemsOf({ code = 'invalid', message, path = [], keys }: ZodIssue): InputProblem[] {
  const steps = path.map((step) => String(typeof step === 'object' ? step.key : step));
  const at = (tail: readonly string[]): string =>
    [...steps, ...tail].map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (keys) return keys.map((key) => ({ pointer: at([key]), code, detail: 'is not known here' }));
  return [{ pointer: at([]), code, detail: message }];
}
