import { isInfiniteTimestamp, joinTimestamp } from '../types/calendar';
import { formatFloat4, formatFloat8 } from '../types/float-types';
import { instantToWall, LOCAL_ZONE, wallToInstant, zoneAbbreviation } from '../types/time-zone';
import type { Interval } from '../types/interval';
import { Numeric } from '../types/numeric';
import { types } from '../types/type-catalog';
import { formatInterval, formatMoment } from './date-time-template';
import { parseMoment } from './date-time-template-parser';
import { define } from './define';
import { formatNumber, parseNumber } from './number-template';
import type { Signature } from './signature';

const { text, date, timestamp, timestamptz, interval, numeric, int4, int8, float4, float8 } = types;

export const toCharFunctions: readonly Signature[] = [
  define('to_char', [timestamp, text], text, (wall: bigint, template: string) =>
    isInfiniteTimestamp(wall) ? null : formatMoment(wall, null, template),
  ),
  define('to_char', [timestamptz, text], text, (instant: bigint, template: string) =>
    isInfiniteTimestamp(instant)
      ? null
      : formatMoment(
          instantToWall(LOCAL_ZONE, instant),
          {
            offsetSeconds: LOCAL_ZONE.offsetAt(instant),
            abbreviation: () => zoneAbbreviation(LOCAL_ZONE, instant),
          },
          template,
        ),
  ),
  define('to_char', [interval, text], text, (value: Interval, template: string) =>
    formatInterval(value, template),
  ),
  define('to_char', [numeric, text], text, (value: Numeric, template: string) =>
    formatNumber(value, template),
  ),
  define('to_char', [int4, text], text, (value: number, template: string) =>
    formatNumber(Numeric.fromBigint(BigInt(value)), template),
  ),
  define('to_char', [int8, text], text, (value: bigint, template: string) =>
    formatNumber(Numeric.fromBigint(value), template),
  ),
  define('to_char', [float8, text], text, (value: number, template: string) =>
    formatNumber(Numeric.parse(formatFloat8(value)), template),
  ),
  define('to_char', [float4, text], text, (value: number, template: string) =>
    formatNumber(Numeric.parse(formatFloat4(value)), template),
  ),
  define(
    'to_date',
    [text, text],
    date,
    (value: string, template: string) => parseMoment(value, template).days,
  ),
  define('to_timestamp', [text, text], timestamptz, (value: string, template: string) => {
    const { days, micros, offsetSeconds } = parseMoment(value, template);
    const wall = joinTimestamp(days, micros);
    return offsetSeconds === null
      ? wallToInstant(LOCAL_ZONE, wall)
      : wall - BigInt(offsetSeconds) * 1_000_000n;
  }),
  define('to_number', [text, text], numeric, parseNumber),
];
