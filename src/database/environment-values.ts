import { z } from 'zod';
import { MalformedValueError } from './resolution/malformed-value-error';

/** The variables of a process as they come: any name, text or nothing. */
export type RawEnvironment = Readonly<Record<string, string | undefined>>;

/** Longest time a variable may ask for; a timer of node cannot wait longer than 2^31 - 1 ms. */
const LONGEST_MS = 3_600_000;

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);

/** A variable that is malformed, and what it must be. Never holds its value. */
export interface BrokenRule {
  key: string;
  rule: string;
}

/** What a schema makes of an environment. */
export interface ReadVariables<Schema extends z.ZodObject> {
  /** Absent when a variable is malformed. */
  values?: z.output<Schema>;
  /** The variables that are well formed. */
  valid: Partial<z.output<Schema>>;
  /** One for each malformed variable. */
  broken: BrokenRule[];
}

/** Reads the variables of a schema, and goes on past a malformed one, so that all are reported at once. */
export function readVariables<Schema extends z.ZodObject>(
  schema: Schema,
  raw: RawEnvironment,
): ReadVariables<Schema> {
  const present = withoutEmptyValues(raw);
  const parsed = schema.safeParse(present);
  if (parsed.success) return { values: parsed.data, valid: parsed.data, broken: [] };

  const broken = new Map<string, BrokenRule>();
  for (const { path, message } of parsed.error.issues) {
    const key = path.join('.');
    if (!broken.has(key)) broken.set(key, { key, rule: message });
  }
  const rest = z.object(Object.fromEntries(Object.entries(schema.shape).filter(([key]) => !broken.has(key))));
  // A part of the schema gives a part of its output, which the compiler cannot see of names known at run time.
  const valid = rest.parse(present) as Partial<z.output<Schema>>;
  return { valid, broken: [...broken.values()] };
}

/** A whole number between two bounds, written in decimal digits alone: `5_000`, `5e3` and ` 5000` are refused. */
export function wholeNumber(range: { min: number; max: number; default: number }) {
  const rule = `must be a whole number from ${range.min} to ${range.max}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, { error: rule, abort: true })
    .transform(Number)
    .refine((value) => value >= range.min && value <= range.max, { error: rule })
    .default(range.default);
}

/** A time in milliseconds, at most an hour. */
export function milliseconds(range: { min: number; default: number }) {
  return wholeNumber({ ...range, max: LONGEST_MS });
}

/** A switch: true, 1, yes, on or false, 0, no, off, in any case (Python writes `True`). */
export function flag() {
  return z.string().transform((text, context) => {
    const value = FLAGS.get(text.toLowerCase());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: 'must be true or false' });
    return z.NEVER;
  });
}

/** One of a few words; the message lists them and leaves out the word that was given. */
export function oneOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` });
}

/** A text that a reader of ours understands; what it throws becomes the rule that was broken. */
export function readBy<T>(read: (text: string) => T) {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof MalformedValueError)) throw error;
      context.addIssue({ code: 'custom', message: error.rule });
      return z.NEVER;
    }
  });
}

/**
 * Drops the variables that are set to nothing. Compose files and CI systems write `KEY=` for "not set",
 * so an empty value never means anything else here.
 */
function withoutEmptyValues(raw: RawEnvironment): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (value !== undefined && value !== '') present[key] = value;
  }
  return present;
}
