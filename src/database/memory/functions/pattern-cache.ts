/** Compiled patterns that a process keeps; a statement rarely uses more than one. */
const CAPACITY = 500;

/** The cached value of a key, made and kept when it is not there yet. */
export function remember<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (cache.size >= CAPACITY) cache.clear();
  cache.set(key, made);
  return made;
}
