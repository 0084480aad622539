declare module 'pg/lib/utils' {
  /** A value as it goes to the server. */
  export function prepareValue(value: unknown): unknown;
}

declare module 'postgres-date' {
  /** Makes a date, or an infinite number, of what PostgreSQL sends for a timestamp; null of what is none. */
  export default function parseTimestamp(text: string): Date | number | null;
}
