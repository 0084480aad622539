import { open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

/** Makes what was created, renamed or deleted in a directory survive a loss of power. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file by another in one step: whoever reads it sees the old text or the new one. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp`;
  await writeFile(temporary, text, { flush: true });
  await rename(temporary, file);
  await syncDirectory(path.dirname(file));
}

/** Deletes files, those that are gone already too. */
export async function deleteFiles(directory: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  for (const name of names) await rm(path.join(directory, name), { force: true });
  await syncDirectory(directory);
}

export interface JournalFiles {
  /** By the id of their first record. */
  readonly segments: readonly number[];
  /** By the id of the last record that they hold. */
  readonly snapshots: readonly number[];
  /** What a process that ended left unfinished. */
  readonly temporary: readonly string[];
}

/** What is in the directory, in ascending order. */
export async function listFiles(directory: string): Promise<JournalFiles> {
  const names = await readdir(directory);
  const numbers = (pattern: RegExp): number[] =>
    names
      .flatMap((name) => pattern.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => a - b);
  return {
    segments: numbers(/^(\d+)\.log$/),
    snapshots: numbers(/^snapshot-(\d+)\.snap$/),
    temporary: names.filter((name) => name.endsWith('.tmp')),
  };
}

export function segmentName(firstId: number): string {
  return `${pad(firstId)}.log`;
}

export function snapshotName(id: number): string {
  return `snapshot-${pad(id)}.snap`;
}

/** So that names sort as numbers do. */
function pad(id: number): string {
  return String(id).padStart(16, '0');
}
