const COUNT = new Intl.NumberFormat('en');
const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A time as operators write it: `2026-11-26 03:12:45 UTC`. */
export function moment(time: string | number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How long something took, by its two largest units: `2 d 4 h`, `12 s`. */
export function duration(milliseconds: number): string {
  let seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const parts: string[] = [];
  for (const [name, size] of UNITS) {
    const amount = Math.floor(seconds / size);
    seconds %= size;
    if (amount > 0) parts.push(`${amount} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

export function bytes(amount: number): string {
  if (amount < 1_024) return `${amount} bytes`;
  if (amount < 1_048_576) return `${(amount / 1_024).toFixed(1)} KiB`;
  return `${COUNT.format(Number((amount / 1_048_576).toFixed(1)))} MiB`;
}

export function milliseconds(amount: number): string {
  return `${amount < 10 ? amount.toFixed(1) : COUNT.format(Math.round(amount))} ms`;
}

/** A number with its noun: `1 row`, `3 rows`. */
export function amountOf(amount: number, noun: string): string {
  return `${COUNT.format(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

export function count(amount: number): string {
  return COUNT.format(amount);
}
