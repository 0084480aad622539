import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Config } from '../config/config';
import type { Problem } from '../http/problem';
import { isLoopback } from './is-loopback';
import { type Command, type Terminal } from './run-command';
import { ServiceClient, ServiceProblemError, ServiceUnreachableError } from './service-client';

/** What a command ends with; those beyond 2 are of sysexits.h. */
export const EXIT = {
  done: 0,
  /** The service or the database has refused, or is not as it should be. */
  refused: 1,
  usage: 2,
  /** Nobody answers. */
  unavailable: 69,
  /** It may succeed later. */
  tryAgain: 75,
  /** The configuration does not hold, or leads to no database where one is needed. */
  configuration: 78,
} as const;

/** Codes of answers to who has shown no token, or one that does not do. */
const NOT_LET_IN = new Set(['unauthenticated', 'invalid_token', 'insufficient_scope', 'step_up_required']);
const HOW_TO_BE_LET_IN =
  "Set ADMIN_TOKEN to the token of an administrator's session who has signed in within the last ten minutes.";

/** The command was not given what it needs. */
export class UsageError extends Error {}

export interface Invocation {
  readonly service: ServiceClient;
  readonly terminal: Terminal;
  readonly isJson: boolean;
  /** Of the options that take a value. */
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

export interface ServiceCommand {
  readonly usage: string;
  /** Options that take a value, beside --url. */
  readonly options: readonly string[];
  run(invocation: Invocation): Promise<number>;
}

/** Makes a command of the terminal of one that asks the service, which listens where the environment or --url says. */
export function askService(command: ServiceCommand, args: readonly string[]): Command {
  const { usage } = command;
  return async (config, terminal) => {
    let isJson = args.includes('--json');
    try {
      const { values, positionals } = read(args, command.options);
      isJson = values['json'] === true;
      if (values['help'] === true) {
        terminal.out(usage);
        return EXIT.done;
      }
      const texts = Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      );
      const service = new ServiceClient(addressOf(texts['url'], config), config.adminToken);
      return await command.run({ service, terminal, isJson, options: texts, positionals });
    } catch (error) {
      if (error instanceof ServiceProblemError) {
        terminal.error(isJson ? JSON.stringify(error.problem) : describe(error.problem));
        return error.problem.status === 503 ? EXIT.tryAgain : EXIT.refused;
      }
      if (error instanceof ServiceUnreachableError) {
        terminal.error(error.message);
        return EXIT.unavailable;
      }
      if (error instanceof UsageError) {
        terminal.error(`${error.message}\n${usage}`);
        return EXIT.usage;
      }
      throw error;
    }
  };
}

/** @throws UsageError */
function read(
  args: readonly string[],
  names: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    url: { type: 'string' },
  };
  for (const name of names) options[name] = { type: 'string' };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [message = ''] = (error as Error).message.split('. ');
    throw new UsageError(`${message}.`, { cause: error });
  }
}

/** @throws UsageError */
function addressOf(url: string | undefined, { host, port }: Config): string {
  if (url === undefined) {
    if (port === 0)
      throw new UsageError('PORT is 0, any free one: tell with --url where the service listens.');
    const own = isLoopback(host) ? host : '127.0.0.1';
    return `http://${own.includes(':') ? `[${own}]` : own}:${port}`;
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'http:') throw new UsageError('--url must be like http://127.0.0.1:3000.');
  return parsed.origin;
}

function describe({ code, detail, requestId, errors = [] }: Problem): string {
  const told = NOT_LET_IN.has(code) ? `${detail} ${HOW_TO_BE_LET_IN}` : detail;
  const lines = errors.map((error) => `  ${error.pointer} ${error.detail}`);
  return [`${told} (${code}${requestId === undefined ? '' : `, request ${requestId}`})`, ...lines].join('\n');
}
