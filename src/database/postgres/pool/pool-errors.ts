/** No connection became free in time, or too many callers wait for one already. Nothing was sent. */
export class PoolExhaustedError extends Error {
  override readonly name = 'PoolExhaustedError';
  readonly code = 'POOL_EXHAUSTED';

  static afterWait(milliseconds: number): PoolExhaustedError {
    return new PoolExhaustedError(
      `No database connection became free within ${milliseconds} ms. Raise DATABASE_POOL_SIZE, or look for code that holds connections.`,
    );
  }

  static queueFull(waiting: number): PoolExhaustedError {
    return new PoolExhaustedError(
      `${waiting} callers wait for a database connection already. Raise DATABASE_POOL_SIZE or DATABASE_POOL_MAX_WAITING.`,
    );
  }
}

/** A statement got no answer in time; its connection was closed. Whether it was carried out is not known. */
export class QueryTimeoutError extends Error {
  override readonly name = 'QueryTimeoutError';
  readonly code = 'QUERY_TIMEOUT';

  constructor(milliseconds: number) {
    super(
      `The database did not answer within ${milliseconds} ms (DATABASE_QUERY_TIMEOUT_MS); the connection was closed.`,
    );
  }
}

/** The pool has ended, or was told to give up whatever it had. Nothing was sent. */
export class PoolClosedError extends Error {
  override readonly name = 'PoolClosedError';
  readonly code = 'POOL_CLOSED';

  static lost(): PoolClosedError {
    return new PoolClosedError('The database connection was lost.');
  }

  constructor(message = 'The database connections are closed.') {
    super(message);
  }
}
