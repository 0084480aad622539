import {
  brokenDatabaseRules,
  databaseEnvironment,
  type DatabaseOptions,
  databaseOptionsOf,
} from './database.options';
import { type RawEnvironment, readVariables } from './environment-values';
import { parseConnectionUrl } from './resolution/connection-url';
import { MalformedValueError } from './resolution/malformed-value-error';

/** Options that a program sets itself. They go before what the environment says; what is undefined is left to it. */
export type DatabaseSettings = Partial<Omit<DatabaseOptions, 'aws'>> & {
  readonly aws?: Partial<DatabaseOptions['aws']>;
};

/**
 * Builds the options of the database layer from variables, for a program without a configuration of its own:
 * `databaseOptions({ DATABASE_URL: url })`.
 *
 * @param settings go before the variables
 * @throws MalformedValueError which lists each variable and the rule it breaks, never a value
 */
export function databaseOptions(raw: RawEnvironment, settings: DatabaseSettings = {}): DatabaseOptions {
  const { values, valid, broken } = readVariables(databaseEnvironment, raw);
  const problems = [...broken, ...brokenDatabaseRules(valid)];
  if (values === undefined || problems.length > 0) {
    throw new MalformedValueError(problems.map(({ key, rule }) => `${key} ${rule}`).join('; '));
  }
  return withSettings(databaseOptionsOf(values), settings);
}

/** @throws MalformedValueError for a URL that is none of PostgreSQL's */
function withSettings(
  options: DatabaseOptions,
  { aws = {}, ...settings }: DatabaseSettings,
): DatabaseOptions {
  if (settings.url !== undefined) check('url', settings.url);
  for (const url of settings.replicaUrls ?? []) check('replicaUrls', url);
  return Object.freeze({
    ...options,
    ...withoutUndefined(settings),
    aws: Object.freeze({ ...options.aws, ...withoutUndefined(aws) }),
  });
}

function check(name: string, url: string): void {
  try {
    parseConnectionUrl(url);
  } catch (error) {
    if (!(error instanceof MalformedValueError)) throw error;
    throw new MalformedValueError(`${name} ${error.rule}`);
  }
}

function withoutUndefined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
