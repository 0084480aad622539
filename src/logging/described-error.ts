/** What the log holds of an error. */
export interface DescribedError {
  readonly name: string;
  readonly code?: string;
  /** What the system was asked to do when it failed. */
  readonly syscall?: string;
  readonly message?: string;
  /** Where it was made: places in the code alone. */
  readonly stack?: string;
  readonly cause?: DescribedError;
}

const WORD = /^[\w.-]{1,80}$/;
const FRAME = /^ {4}at .*:\d+:\d+\)?$/;
const MOST_CAUSES = 3;

/**
 * An error as the log may have it. Its message stays out unless asked for: nobody knows what the code that made it put
 * in, and a statement, a token or a body has been in such messages before. Name, code and places tell where to look.
 */
export function describeError(error: unknown, withMessage: boolean, causes = MOST_CAUSES): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, code, syscall, cause, message } = error as Error & { code?: unknown; syscall?: unknown };
  const stack = placesIn(error.stack, message);
  return {
    name: isWord(name) ? name : 'Error',
    ...(isWord(code) && { code }),
    ...(isWord(syscall) && { syscall }),
    ...(withMessage && { message }),
    ...(stack && { stack }),
    ...(cause instanceof Error && causes > 0 && { cause: describeError(cause, withMessage, causes - 1) }),
  };
}

/** The same as lines of text, for a terminal. */
export function textOf(error: unknown, withMessage: boolean): string {
  const { name, code, message, stack } = describeError(error, withMessage);
  const told = message ?? (code === undefined ? '' : `(${code})`);
  return [[name, told].filter(Boolean).join(message === undefined ? ' ' : ': '), stack]
    .filter(Boolean)
    .join('\n');
}

/** The places that a stack names, without the message above them, which may look like one. */
export function placesIn(stack: unknown, message = ''): string {
  if (typeof stack !== 'string') return '';
  const at = message === '' ? -1 : stack.indexOf(message);
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).split('\n');
  return lines.filter((line) => FRAME.test(line)).join('\n');
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && WORD.test(value);
}
