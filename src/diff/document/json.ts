export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text that is the same for values that are the same, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isObject(value)) {
    const fields = Object.keys(value)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${fields.join(',')}}`;
  }
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'undefined');
}

/** Whether two values of JSON are the same, whatever the order of their keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  const open: [unknown, unknown][] = [[left, right]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [one, other] = next;
    if (one === other) continue;
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
    const [fields, others] = [Object.entries(one), new Map(Object.entries(other))];
    if (Array.isArray(one) !== Array.isArray(other) || fields.length !== others.size) return false;
    for (const [key, value] of fields) {
      if (!others.has(key)) return false;
      open.push([value, others.get(key)]);
    }
  }
  return true;
}

/** The value when it is small enough to be repeated in a report, else undefined. */
export function smallValue(value: unknown): unknown {
  return sizeOf(value, MOST_CHARACTERS) <= MOST_CHARACTERS ? value : undefined;
}

const MOST_CHARACTERS = 200;

function sizeOf(value: unknown, limit: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let size = 2;
  for (const [key, field] of Object.entries(value)) {
    size += key.length + sizeOf(field, limit - size);
    if (size > limit) return size;
  }
  return size;
}
