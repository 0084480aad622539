import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';

const OURS = path.join(__dirname, 'assets');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What pages load, all of it from here. */
export const ASSET_NAMES = [
  'portal.css',
  'document.js',
  'status.css',
  'status.js',
  'icon.svg',
  'swagger-ui.css',
  'swagger-ui-bundle.js',
] as const;
export type AssetName = (typeof ASSET_NAMES)[number];

export interface Asset {
  /** Of its content: another content has another address. */
  readonly hash: string;
  readonly type: string;
  readonly content: Buffer;
  readonly gzipped: Buffer;
}

/** The files that pages load. They are read, and made small, when the first of them is asked for. */
@Injectable()
export class Assets {
  private loaded: Promise<ReadonlyMap<string, Asset>> | null = null;

  /** Null when there is none of this name. */
  async find(name: string): Promise<Asset | null> {
    return (await this.load()).get(name) ?? null;
  }

  /** Where each is, with the hash of its content. */
  async addresses(): Promise<Readonly<Record<AssetName, string>>> {
    const assets = await this.load();
    const entries = ASSET_NAMES.map((name) => [name, `/assets/${assets.get(name)?.hash ?? ''}/${name}`]);
    return Object.fromEntries(entries) as Record<AssetName, string>;
  }

  private load(): Promise<ReadonlyMap<string, Asset>> {
    this.loaded ??= readAll().catch((error: unknown) => {
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }
}

async function readAll(): Promise<ReadonlyMap<string, Asset>> {
  return new Map(await Promise.all(ASSET_NAMES.map(async (name) => [name, await read(name)] as const)));
}

async function read(name: AssetName): Promise<Asset> {
  const content = await readFile(pathOf(name));
  const { gzip } = await import('node:zlib');
  return {
    hash: createHash('sha256').update(content).digest('hex').slice(0, 16),
    type: TYPES[path.extname(name)] ?? 'application/octet-stream',
    content,
    gzipped: await promisify(gzip)(content),
  };
}

function pathOf(name: AssetName): string {
  return name.startsWith('swagger-ui') ? require.resolve(`swagger-ui-dist/${name}`) : path.join(OURS, name);
}
