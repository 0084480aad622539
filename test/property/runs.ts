/** As many runs of a property as every `npm test` has the time for, and twenty times as many in `npm run test:deep`. */
export function runs(few: number): number {
  return process.env['PROPERTY_DEEP'] === undefined ? few : 20 * few;
}
