/** The page of an API. */
export function apiAddress(slug: string): string {
  return `/apis/${encodeURIComponent(slug)}`;
}

/** The page of a version. */
export function versionAddress(slug: string, number: string): string {
  return `${apiAddress(slug)}/versions/${encodeURIComponent(number)}`;
}

/** The document of a version, as it was sent. */
export function documentAddress(slug: string, number: string): string {
  return `/v1${versionAddress(slug, number)}/document`;
}

/** The page that compares two versions. */
export function diffAddress(slug: string, base: string | null, revision: string): string {
  const parameters = new URLSearchParams({ ...(base === null ? {} : { base }), revision });
  return `${apiAddress(slug)}/diff?${parameters.toString()}`;
}
