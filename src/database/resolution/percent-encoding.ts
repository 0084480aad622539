import { MalformedValueError } from './malformed-value-error';

export const ENCODE_REMEDY =
  'percent-encode the special characters (% is %25, @ is %40, / is %2F, : is %3A, # is %23, ? is %3F)';

/**
 * Decodes a part of a URL. A part in which no percent sign starts an escape is meant as it stands, and is
 * left alone: `p%ss` is a password that nobody encoded. A part that mixes both can be read in two ways.
 *
 * @param subject names the part in the error: "user name or password"
 * @throws MalformedValueError
 */
export function decodePercent(text: string, subject: string): string {
  const signs = text.match(/%/g)?.length ?? 0;
  const escapes = text.match(/%[0-9a-f]{2}/gi)?.length ?? 0;
  if (escapes > 0 && escapes < signs) {
    throw new MalformedValueError(`holds a % in its ${subject} that starts no escape: ${ENCODE_REMEDY}`);
  }
  const decoded = escapes > 0 ? decodeUtf8(text, subject) : text;
  if (decoded.includes('\0')) {
    throw new MalformedValueError(`must not hold a NUL character (%00) in its ${subject}`);
  }
  return decoded;
}

function decodeUtf8(text: string, subject: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new MalformedValueError(`holds escapes in its ${subject} that are not UTF-8: ${ENCODE_REMEDY}`);
  }
}
