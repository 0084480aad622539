import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { type Config, parseConfig } from './config';

/**
 * The configuration of this process: its environment, and in development what `.env` adds to it.
 * This is the only place that reads `process.env`.
 *
 * @throws ConfigError
 */
export function loadConfig(): Config {
  const development = (process.env['NODE_ENV'] ?? 'development') === 'development';
  if (development && existsSync('.env')) loadEnvFile('.env');
  return parseConfig(process.env);
}
