/** The parts of a PostgreSQL error report that its clients can read. */
export interface SqlErrorFields {
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly dataType?: string;
  readonly constraint?: string;
}

/**
 * An error as PostgreSQL reports it, shaped like `pg`'s `DatabaseError`, so that
 * TypeORM and every caller read the same fields from both stores.
 *
 * `code` is the SQLSTATE (PostgreSQL, appendix A) and `message` is PostgreSQL's own wording.
 */
export class SqlError extends Error implements SqlErrorFields {
  override readonly name = 'error';
  readonly severity = 'ERROR';
  readonly code: string;
  declare readonly detail?: string;
  declare readonly hint?: string;
  declare readonly position?: string;
  declare readonly where?: string;
  declare readonly schema?: string;
  declare readonly table?: string;
  declare readonly column?: string;
  declare readonly dataType?: string;
  declare readonly constraint?: string;

  constructor(code: string, message: string, fields: SqlErrorFields = {}) {
    super(message);
    this.code = code;
    Object.assign(this, fields);
  }

  /** The same error, which also tells where in the statement it is; a place that is known already stays. */
  at(position: string | undefined): SqlError {
    if (this.position !== undefined || position === undefined) return this;
    return new SqlError(this.code, this.message, Object.assign({} as SqlErrorFields, this, { position }));
  }

  /** The same error, which also tells what the server was about: innermost first, a line each. */
  during(context: string): SqlError {
    const where = this.where === undefined ? context : `${this.where}\n${context}`;
    return new SqlError(this.code, this.message, Object.assign({} as SqlErrorFields, this, { where }));
  }
}

/** 0A000: what the in-memory store does not do. It says so at once and never guesses. */
export function unsupported(construct: string, hint?: string): SqlError {
  return new SqlError('0A000', `${construct} is not supported by the in-memory store`, hint ? { hint } : {});
}
