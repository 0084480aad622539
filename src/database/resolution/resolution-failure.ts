/** Why a step that is configured gave no connection. */
export type ResolutionFailureCode =
  | 'malformed_value'
  | 'incomplete'
  | 'tls_file'
  | 'secret_malformed'
  | 'secret_unavailable'
  | 'secret_timeout'
  | 'iam_unavailable';

/**
 * A configured step could not be turned into a connection.
 * The message names the setting and the remedy and holds no value, so it may leave the process.
 */
export class ResolutionFailure extends Error {
  constructor(
    readonly code: ResolutionFailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ResolutionFailure';
  }
}
