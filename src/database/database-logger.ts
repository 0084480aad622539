/** What the database layer writes its events to: one object each, with the name of the event. */
export interface DatabaseLogger {
  log(entry: object): void;
  warn(entry: object): void;
}
