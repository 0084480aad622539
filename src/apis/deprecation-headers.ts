import type { Api } from './api.entity';
import type { ApiVersion } from './api-version.entity';

/** The paths of what takes the place of a document; null where there is none, or it is not there for who asks. */
export interface Successors {
  readonly version: string | null;
  readonly api: string | null;
}

/**
 * What a document tells of the end of its version, or of the whole API: since when it is deprecated (RFC 9745), until when
 * it is there (RFC 8594), and what to use instead (RFC 5829).
 */
export function deprecationHeaders(
  api: Api,
  version: ApiVersion,
  { version: newVersion, api: newApi }: Successors,
): Record<string, string> {
  const deprecatedAt = earliest(version.deprecatedAt, api.deprecatedAt);
  if (!deprecatedAt) return {};
  const sunsetAt = earliest(version.sunsetAt, api.sunsetAt);
  const successor = newVersion ?? newApi;
  return {
    deprecation: `@${Math.floor(deprecatedAt.getTime() / 1_000)}`,
    ...(sunsetAt ? { sunset: sunsetAt.toUTCString() } : {}),
    ...(successor === null ? {} : { link: `<${successor}>; rel="successor-version"` }),
  };
}

function earliest(...times: readonly (Date | null)[]): Date | null {
  return times.reduce((first, time) => (time && (!first || time < first) ? time : first), null);
}
