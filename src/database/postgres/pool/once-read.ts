/** Answers that came while the process stood still are read before a deadline that passed meanwhile is taken for missed. */
export function onceRead(run: () => void): void {
  setImmediate(run);
}
