/** A time of day with a zone: local microseconds of the day, and the zone's offset in seconds east of UTC. */
export class TimeTz {
  constructor(
    readonly micros: number,
    readonly offsetSeconds: number,
  ) {}

  /** Microseconds of the UTC day (it may lie outside of 0 to 24 h): what comparison goes by first. */
  get utcMicros(): number {
    return this.micros - this.offsetSeconds * 1e6;
  }
}
