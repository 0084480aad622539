import { mapElements } from './array-type';
import { fitBit, fitVarbit } from './bit-types';
import { roundTime, roundTimestamp } from './date-time-types';
import type { Datum, NonNullDatum } from './datum';
import type { Interval } from './interval';
import { fitInterval } from './interval-type';
import type { Numeric } from './numeric';
import { fitNumeric } from './numeric-type';
import type { SqlType } from './sql-type';
import { limitLength, padToLength } from './text-types';
import { TimeTz } from './timetz';
import { types } from './type-catalog';

/** Makes a value fit a type's length or precision. */
export type Fit = (value: NonNullDatum) => Datum;

/**
 * What a column's or a cast's typmod asks of a value: rounds numerics and times, pads and cuts strings.
 * Null when there is nothing to do.
 *
 * @param explicit an explicit cast cuts strings silently, an assignment only spaces
 * @throws SqlError (the function returned) 22001, 22003, 22026
 */
export function fitTypmod(type: SqlType, typmod: number, explicit: boolean): Fit | null {
  if (typmod < 0) return null;
  const { element } = type;
  if (element) {
    const fit = fitTypmod(element, typmod, explicit);
    return fit && ((value) => mapElements(value as readonly Datum[], element, fit));
  }
  switch (type) {
    case types.varchar:
      return (value) => limitLength(value as string, typmod, 'character varying', explicit);
    case types.bpchar:
      return (value) => padToLength(limitLength(value as string, typmod, 'character', explicit), typmod);
    case types.numeric:
      return (value) => fitNumeric(value as Numeric, typmod);
    case types.timestamp:
    case types.timestamptz:
      return (value) => roundTimestamp(value as bigint, typmod);
    case types.time:
      return (value) => roundTime(value as number, typmod);
    case types.timetz:
      return (value) => {
        const { micros, offsetSeconds } = value as TimeTz;
        return new TimeTz(roundTime(micros, typmod), offsetSeconds);
      };
    case types.interval:
      return (value) => fitInterval(value as Interval, typmod);
    case types.bit:
      return (value) => fitBit(value as string, typmod, explicit);
    case types.varbit:
      return (value) => fitVarbit(value as string, typmod, explicit);
    default:
      return null;
  }
}
