import type { Calls } from './calls';

export const DATE_TIME_CALLS: Calls = {
  make_date: `
    make_date(2026, 2, 28)
    make_date(-4714, 11, 24)
    make_date(-4714, 11, 23)
    make_date(5874897, 12, 31)
    make_date(5874898, 1, 1)
    make_date(2147483647, 1, 1)
    make_date(-2147483648, 1, 1)
    make_date(0, 1, 1)
    make_date(-1, 2, 29)
    make_date(-5, 13, 1)
    make_date(2026, 13, 1)
    make_date(2026, 2, 29)
    make_date(2026, 1, 0)
    make_date(NULL, 1, 1)`,
  make_time: `
    make_time(24, 0, 0)
    make_time(24, 0, 0.1)
    make_time(23, 59, 60)
    make_time(23, 59, 60.1)
    make_time(25, 0, 0)
    make_time(1, 60, 0)
    make_time(1, 2, 'NaN')
    make_time(1, 2, 'Infinity')
    make_time(-1, 0, 0)
    make_time(8, 15, 23.5)`,
  make_timestamp: `
    make_timestamp(294276, 12, 31, 23, 59, 59)
    make_timestamp(294277, 1, 1, 0, 0, 0)
    make_timestamp(2147483647, 1, 1, 0, 0, 0)
    make_timestamp(2026, 1, 1, 24, 0, 0)
    make_timestamp(2026, 1, 1, 25, 0, 0)
    make_timestamp(2026, 1, 1, 1, 1, 'NaN')
    make_timestamp(-4714, 11, 24, 0, 0, 0)
    make_timestamp(-4714, 11, 23, 0, 0, 0)
    make_timestamp(0, 1, 1, 1, 1, 1)
    make_timestamptz(294277, 1, 1, 0, 0, 0)
    make_timestamptz(2026, 1, 1, 0, 0, 0, 'Nowhere/Land')
    make_timestamptz(2026, 7, 1, 0, 0, 0, 'Europe/Berlin')
    make_timestamptz(2026, 1, 1, 0, 0, 0, '+5')
    make_timestamptz(2026, 1, 1, 0, 0, 0, '5')
    make_timestamptz(2026, 1, 1, 0, 0, 0, '-03:30')`,
  make_interval: `
    make_interval()
    make_interval(years => 1, months => 2)
    make_interval(2147483647)
    make_interval(178956970, 7)
    make_interval(178956970, 8)
    make_interval(weeks => 306783378)
    make_interval(weeks => 306783379)
    make_interval(weeks => 2147483647)
    make_interval(secs => 'Infinity')
    make_interval(secs => 'NaN')
    make_interval(secs => 1e20)
    make_interval(secs => -1.5)
    make_interval(hours => 2147483647)
    make_interval(days => -2147483648)`,
  date_bin: `
    date_bin('1 day', timestamp '2026-01-02 03:04', timestamp '2001-01-01')
    date_bin('15 minutes', timestamptz '2026-01-02 03:14', timestamptz '2001-01-01')
    date_bin('0', timestamp '2026-01-02 03:04', timestamp '2001-01-01')
    date_bin('-1 day', timestamp '2026-01-02 03:04', timestamp '2001-01-01')
    date_bin('1 month', timestamp '2026-01-02 03:04', timestamp '2001-01-01')
    date_bin('15 min', timestamp 'infinity', timestamp '2001-01-01')
    date_bin('15 min', timestamp '2001-01-01', timestamp 'infinity')
    date_bin('200000000 days', timestamp '2026-01-02 03:04', timestamp '2001-01-01')
    date_bin('5 minutes', timestamp '294276-12-30', timestamp '4000-12-20 BC')
    date_bin('365000 days', timestamp '4400-01-01 BC', timestamp '4000-01-01 BC')
    date_bin('3 days', timestamp '2000-01-01', timestamp '2026-01-01')
    date_bin(NULL, timestamp '2000-01-01', timestamp '2026-01-01')`,
  'date_add and date_subtract': `
    date_add('2021-10-31 00:00:00+02'::timestamptz, '1 day'::interval, 'Europe/Warsaw')
    date_add('2021-10-31 00:00:00+02'::timestamptz, '1 day'::interval)
    date_subtract('2021-11-01 00:00:00+01'::timestamptz, '1 day'::interval, 'Europe/Warsaw')
    date_subtract('2021-03-31'::timestamptz, '1 month'::interval)
    date_add('2021-03-31'::timestamptz, '1 day'::interval, 'Nowhere')
    date_add('infinity'::timestamptz, '1 day'::interval)`,
  to_timestamp: `
    to_timestamp(0)
    to_timestamp(-1.5)
    to_timestamp('Infinity'::float8)
    to_timestamp('NaN'::float8)
    to_timestamp(1e18)
    to_timestamp(-1e18)
    to_timestamp(1284352323.123456789)`,
  'date_trunc and extract': `
    date_trunc('week', date '2026-01-02')
    date_trunc('century', timestamp '2026-01-02')
    date_trunc('day', timestamptz '2026-03-29 05:00+00', 'Europe/Berlin')
    date_trunc('nonsense', timestamp '2026-01-02')
    date_trunc('timezone', timestamp '2026-01-02')
    date_trunc('quarter', interval '14 months 3 days')
    date_trunc('week', interval '1 month')
    date_trunc('hour', timestamp 'infinity')
    extract(epoch from interval '1 year 2 months 3 days')
    extract(century from date '0001-01-01 BC')
    extract(millennium from date '2001-01-01')
    extract(julian from timestamp '2026-01-02 12:00')
    extract(hour from date '2026-01-02')
    extract(year from timestamp '-infinity')
    extract(day from timestamp 'infinity')
    extract(isoyear from date '2027-01-01')
    extract(microseconds from time '01:02:03.456')
    extract(timezone_hour from timestamptz '2026-01-02 03:04+05')
    date_part('week', date '2027-01-01')
    date_part('epoch', timestamp '2026-01-02 03:04:05.678')
    date_part('x', timestamp '2026-01-02')`,
  'age and spans': `
    age(timestamp '2026-03-31', timestamp '2026-02-28')
    age(timestamp '2026-02-28', timestamp '2026-03-31')
    age(timestamptz '2026-02-28 12:00', timestamptz '2024-02-29')
    justify_days('35 days -1 hour')
    justify_hours('27:00:00')
    justify_hours('1 day -25:00')
    justify_interval('1 mon -1 hour')
    justify_interval('-1 mon 31 days')
    isfinite(date 'infinity')
    isfinite(interval '1 day')
    timestamp '2026-01-31' + interval '1 month'
    timestamp '294276-12-31' + interval '1 year'
    date '2026-01-01' + 2147483647
    date 'infinity' - date '2026-01-01'
    interval '1 day' * 1e10
    interval '1 day' / 0
    time '23:00' + interval '2 hours'
    timezone('Europe/Berlin', timestamp '2026-07-01 12:00')
    "timestamp"(date '2026-01-02', time '03:04')
    timestamptz(date '2026-01-02', time '03:04')
    timestamptz(date '2026-01-02', timetz '03:04+02')
    timestamptz(date 'infinity', time '03:04')
    timezone(timetz '03:04+02')
    timestamptz '2026-07-01 12:00+00' at time zone 'America/New_York'
    timestamp '2026-07-01 12:00' at time zone interval '-03:00'
    timetz '12:00+02' at time zone 'UTC'
    timetz '12:00+02' at time zone interval '5 hours'
    timestamp '2026-07-01 12:00' at time zone 'x'
    (date '2026-01-01', date '2026-02-01') overlaps (date '2026-01-31', interval '2 days')`,
};
