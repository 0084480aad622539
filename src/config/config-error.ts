import type { BrokenRule } from '../database';

/** The configuration does not hold. Lists every bad variable and its rule at once, and never a value. */
export class ConfigError extends Error {
  readonly code = 'invalid_configuration';

  /** EX_CONFIG of sysexits.h: tells a supervisor that starting again will not help. */
  readonly exitCode = 78;

  constructor(readonly problems: readonly BrokenRule[]) {
    super(
      ['The configuration is not valid:', ...problems.map(({ key, rule }) => `  ${key} ${rule}`)].join('\n'),
    );
    this.name = 'ConfigError';
  }
}
