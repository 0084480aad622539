/** Versions that mean the same but for details. */
export type Family = '2.0' | '3.0' | '3.1' | '3.2';

const FAMILIES: Readonly<Record<Family, readonly string[]>> = {
  '2.0': ['2.0'],
  '3.0': ['3.0.0', '3.0.1', '3.0.2', '3.0.3', '3.0.4'],
  '3.1': ['3.1.0', '3.1.1', '3.1.2'],
  '3.2': ['3.2.0'],
};

/** Every version that is known. */
export const KNOWN_VERSIONS: readonly string[] = Object.values(FAMILIES).flat();

/** The version that a document declares, and its family; null when it is none that is known. */
export function versionOf(
  root: Readonly<Record<string, unknown>>,
): { version: string; family: Family } | null {
  const isSwagger = Object.hasOwn(root, 'swagger');
  const version = isSwagger ? root.swagger : root.openapi;
  for (const [family, versions] of Object.entries(FAMILIES) as [Family, readonly string[]][])
    if (typeof version === 'string' && versions.includes(version) && isSwagger === (family === '2.0'))
      return { version, family };
  return null;
}
