/** A text whose page numbers have become parameters, so that all pages of a query share one prepared statement. */
export interface LiftedText {
  readonly sql: string;
  readonly values: readonly string[];
}

const DIGIT_ZERO = 48;
const DIGIT_NINE = 57;
const PAGE = /\sLIMIT (\d{1,15})(?:\s+OFFSET (\d{1,15}))?$/;

/**
 * TypeORM writes LIMIT and OFFSET into the text. At the end of a text they are replaced by parameters that follow
 * the ones it has already; null when there is nothing to replace.
 */
export function liftPage(sql: string, parameters: number): LiftedText | null {
  const last = sql.charCodeAt(sql.length - 1);
  // Within a comment the numbers mean nothing.
  if (last < DIGIT_ZERO || last > DIGIT_NINE || sql.includes('--')) return null;
  const match = PAGE.exec(sql);
  const [, limit, offset] = match ?? [];
  if (!match || limit === undefined) return null;
  const head = `${sql.slice(0, match.index)} LIMIT $${parameters + 1}`;
  return offset === undefined
    ? { sql: head, values: [limit] }
    : { sql: `${head} OFFSET $${parameters + 2}`, values: [limit, offset] };
}
