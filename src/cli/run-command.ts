import type { Config } from '../config/config';
import { ConfigError } from '../config/config-error';
import { parseConfig } from '../config/config.schema';
import { readEnvironment } from '../config/environment';
import type { RawEnvironment } from '../database';
import { textOf } from '../logging/described-error';

/** Where a command writes, a line at a time. */
export interface Terminal {
  out(line: string): void;
  error(line: string): void;
}

/** A command of the terminal; returns the number the process is to end with. */
export type Command = (config: Config, terminal: Terminal) => Promise<number>;

/** Runs a command with the service's own configuration and ends the process. */
export async function runCommand(command: Command): Promise<void> {
  // Whoever has read enough has gone: that is no failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const exitCode = await exitCodeOf(command, readEnvironment, {
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
  });
  // Not left to an empty event loop: a connection to a server that hangs would hold the process.
  process.stdout.write('', () => process.exit(exitCode));
}

/** Runs a command; 78 when the configuration does not hold, as the service itself ends then. */
export async function exitCodeOf(
  command: Command,
  readVariables: () => RawEnvironment,
  terminal: Terminal,
): Promise<number> {
  try {
    return await command(parseConfig(readVariables()), terminal);
  } catch (error) {
    if (error instanceof ConfigError) {
      terminal.error(error.message);
      return error.exitCode;
    }
    terminal.error(`The command failed unexpectedly: ${textOf(error, false)}`);
    return 1;
  }
}
