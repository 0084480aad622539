import type { Calls } from './calls';

/** Spellings of dates and times. */
export const DATE_TEXTS: Calls = {
  'Julian days': `
    'J2451187'::date
    'J2451187'::timestamp
    'j0'::date
    'J2451187 04:05'::timestamp
    'J'::date`,
  infinity: `
    'infinity'::date
    '+infinity'::date
    '-infinity'::timestamp
    'INFINITY'::timestamptz
    'inf'::date
    'infinity 2026-01-02'::date`,
  'words for moments': `
    'epoch'::date
    'epoch'::timestamp
    'epoch'::timestamptz
    'epoch 04:00'::timestamp
    'now'::date = current_date
    'today'::date = current_date
    'tomorrow'::date = current_date + 1
    'yesterday'::date = current_date - 1
    'today'::timestamp = current_date
    'tomorrow 04:05:06'::timestamp = current_date + 1 + time '04:05:06'
    'today 16:00'::timestamptz = current_date + time '16:00'
    'yesterday allballs'::timestamptz = current_date - 1
    'allballs'::time
    'allballs'::timetz
    'allballs'::timestamp
    '04:05 allballs'::time
    'tomorrow 25:00'::timestamp
    'today tomorrow'::date
    '2026-01-02 today'::timestamp
    'current'::date`,
  'run together': `
    '20260102'::date
    '260102'::date
    '20260102 040506'::timestamp
    '20260102T040506'::timestamp
    '20260102 BC'::date
    '040506'::time
    '0405'::time
    'T040506'::time
    't04:05'::time
    '12'::date
    '2026'::date`,
  'days of the year': `
    '2026.002'::date
    '2026-002'::date
    '2024-366'::date
    '2026-366'::date
    '2026-000'::date
    '2026-002 04:05'::timestamp`,
  'names of months': `
    'Jan 2, 2026'::date
    'January 2, 2026'::date
    '2 Jan 2026'::date
    'Jan 2 2026'::date
    '2026 Jan 2'::date
    '2026-Jan-02'::date
    '02-Jan-2026'::date
    'Jan-02-2026'::date
    '2-Jan-26'::date
    'Fri Jan 2 2026'::date
    'Monday, January 2, 2026'::date
    'Jan 2 04:05:06 2026 PST'::timestamptz
    'Januar 2, 2026'::date`,
  'numbers with separators': `
    '1/2/2026'::date
    '1/13/2026'::date
    '13/1/2026'::date
    '1.2.2026'::date
    '26.1.2'::date
    '2026-01'::date
    '1/2'::date
    '2026-02-30'::date
    '2026-13-01'::date
    ''::date
    'invalid'::date`,
  'before Christ, and the ends of the calendar': `
    '0044-03-15 BC'::date
    '44-03-15 BC'::date
    'March 15, 44 BC'::date
    '0000-01-01'::date
    '0001-01-01 BC'::date
    '0001-01-01 AD'::date
    '4714-11-24 BC'::date
    '4714-11-23 BC'::date
    '5874897-12-31'::date
    '5874898-01-01'::date
    '294276-12-31 23:59:59.999999'::timestamp
    '294277-01-01'::timestamp
    '2026-01-02 04:05:06 BC'::timestamp`,
  clocks: `
    '2026-01-02 04:05:06 America/New_York'::timestamptz
    '2026-01-02 04:05 PM'::timestamp
    '2026-01-02 0405'::timestamp
    '2026-01-02T04:05:06.789Z'::timestamptz
    '2026-01-02 24:00:00'::timestamp
    '2026-01-02 24:00:01'::timestamp
    '2026-01-02 23:59:60'::timestamp
    '04:05:06.789 PM'::time
    '04:05 am'::time
    '12:00 am'::time
    '13:00 pm'::time
    '2026-01-02 04:05:06'::time
    '04:05:06 PST'::timetz
    '04:05:06-08:00'::timetz
    '04:05:06+24:00'::timetz`,
};
