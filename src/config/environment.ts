import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { errorSignals, type RawEnvironment } from '../database';

/**
 * Reads the process's variables; the only place that does. In development, which is where NODE_ENV is absent
 * or says so, the file `.env` of the working folder fills in those that are absent or empty. Elsewhere it is
 * not read, so that a file left in an image changes nothing.
 */
export function readEnvironment(
  processEnvironment: RawEnvironment = process.env,
  folder: string = process.cwd(),
): RawEnvironment {
  if ((processEnvironment['NODE_ENV'] || 'development') !== 'development') return processEnvironment;
  const set = Object.entries(processEnvironment).filter(([, value]) => value !== undefined && value !== '');
  return { ...readDotEnv(resolve(folder, '.env')), ...Object.fromEntries(set) };
}

function readDotEnv(path: string): RawEnvironment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (errorSignals(error).code === 'ENOENT') return {};
    throw error;
  }
}
