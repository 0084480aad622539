/**
 * A step that is configured and cannot be used. `message` names the key and the remedy and may be logged:
 * it never contains a value.
 */
export class ResolutionError extends Error {
  readonly code = 'database_configuration_invalid';

  constructor(
    /** The environment variable, or the field of the secret, that is at fault. */
    readonly key: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ResolutionError';
  }
}
