import type { JsonObject } from '../json';
import { ORIGIN, type Place } from '../place';

/** `schemes`, `host` and `basePath` as a list of servers; nothing when there are none of them. */
export function convertServers(root: Place, schemes: unknown): { servers?: readonly JsonObject[] } {
  const host = root.at('host').value;
  const path = root.at('basePath').value;
  if (host === undefined && path === undefined) return {};
  const address = `${typeof host === 'string' ? `//${host}` : ''}${typeof path === 'string' ? path : ''}`;
  const protocols = Array.isArray(schemes) && typeof host === 'string' ? schemes : [null];
  const origin = root.at(host === undefined ? 'basePath' : 'host').pointer;
  return {
    servers: protocols.map((protocol) => ({
      url: protocol === null ? address : `${String(protocol)}:${address}`,
      [ORIGIN]: origin,
    })),
  };
}
