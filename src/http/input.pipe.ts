import {
  type ArgumentMetadata,
  Injectable,
  type PipeTransform,
  StandardSchemaValidationPipe,
} from '@nestjs/common';
import type { InputProblem } from '../errors/domain.error';
import { InvalidInputError, MalformedInputError } from '../errors/input.errors';

/** What zod adds to an issue of the Standard Schema. */
interface ZodIssue {
  readonly code?: string;
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly keys?: readonly string[];
}

/** Issues of form: the request could not be read as what the schema describes. The others are of content. */
const MALFORMED = new Set(['invalid_type', 'unrecognized_keys', 'invalid_union']);

/** A body of a megabyte can hold very many faults; so many are named. */
const MOST_PROBLEMS = 100;

/** Keeps the keys that Nest would take out, `constructor` and its like: they are unknown as any other. */
class ValidationPipe extends StandardSchemaValidationPipe {
  protected override stripProtoKeys(): void {
    // Fastify has refused the bodies in which they could reach a prototype.
  }
}

/**
 * Validates a parameter by the schema that stands at it, and reports every issue with its JSON pointer:
 * as malformed (400) where the form is wrong, and everywhere in the query; as invalid (422) where a body's
 * values are not allowed.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly query = new ValidationPipe({
    exceptionFactory: (issues) => new MalformedInputError(problemsOf(issues)),
  });
  private readonly body = new ValidationPipe({
    exceptionFactory: (issues) => {
      const problems = problemsOf(issues);
      const malformed = problems.some(({ code }) => MALFORMED.has(code));
      return malformed ? new MalformedInputError(problems) : new InvalidInputError(problems);
    },
  });

  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    return (metadata.type === 'query' ? this.query : this.body).transform(value, metadata);
  }
}

function problemsOf(issues: readonly ZodIssue[]): InputProblem[] {
  return issues.flatMap(({ code = 'invalid', message, path = [], keys }) => {
    const steps = path.map((step) => String(typeof step === 'object' ? step.key : step));
    if (!keys) return [{ pointer: pointerTo(steps), code, detail: message }];
    return keys
      .slice(0, MOST_PROBLEMS)
      .map((key) => ({ pointer: pointerTo([...steps, key]), code, detail: 'is not known here' }));
  });
}

/** RFC 6901. */
function pointerTo(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
