/** sysexits.h, EX_CONFIG: something is wrong in the configuration. */
export const EXIT_CONFIG = 78;

export interface ConfigProblem {
  /** The environment variable. */
  readonly key: string;
  /** What it has to be. Never the value that it has. */
  readonly rule: string;
}

/** The environment is malformed: the process refuses to start and says everything that is wrong at once. */
export class ConfigError extends Error {
  readonly code = 'config_invalid';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(`The configuration is invalid:\n${problems.map(({ key, rule }) => `  ${key} ${rule}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
