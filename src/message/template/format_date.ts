// Writes a date in a chat's language and time zone, by a named style or a pattern.
import { dateFormat } from '../date_format.ts';

/** Where a message is read. `timeZone` is an IANA name, `language` a BCP 47 tag. */
export type Place = { timeZone: string; language: string };

const STYLES = ['short', 'medium', 'long', 'full'] as const;
type Style = (typeof STYLES)[number];

/** Text in single quotes stands as it is; letters that mean nothing do too. */
const TOKENS = /'[^']*'|yyyy|yy|MMMM|MMM|MM|M|dd|d|EEEE|EEE|HH|H|hh|h|mm|ss|a|xxx|z/g;
const MAX_PATTERN_CHARS = 100;

/**
 * @param format `short`, `medium`, `long`, `full`; a pattern such as `d MMMM yyyy, HH:mm`; null: as el_monitorro wrote dates, `2024-01-02 03:04:05 +00:00`
 */
export function formatDate(epochMs: number, format: string | null, { timeZone, language }: Place): string {
  if (STYLES.includes(format as Style)) {
    const dateStyle = format as Style;
    return dateFormat(language, { timeZone, dateStyle, timeStyle: 'short' }).format(epochMs);
  }
  const part = partsOf(epochMs, { timeZone, language });
  const pattern = (format ?? 'yyyy-MM-dd HH:mm:ss xxx').slice(0, MAX_PATTERN_CHARS);
  return pattern.replace(TOKENS, (token) => (token.startsWith("'") ? token.slice(1, -1) : part(token)));
}

function partsOf(epochMs: number, { timeZone, language }: Place): (token: string) => string {
  const read = (options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes, locale = language) =>
    dateFormat(locale, { timeZone, calendar: 'gregory', numberingSystem: 'latn', ...options })
      .formatToParts(epochMs)
      .find((part) => part.type === type)?.value ?? '';
  const number = (type: 'year' | 'month' | 'day') => read({ [type]: 'numeric' }, type, 'en');
  const clock = (type: 'hour' | 'minute' | 'second', hourCycle: 'h23' | 'h12') =>
    String(Number(read({ hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle }, type, 'en'))).padStart(
      2,
      '0',
    );
  // Names of months and days stand in the form that they have inside a date (genitive in Slavic languages).
  const inDate = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const tokens: Record<string, () => string> = {
    yyyy: () => number('year').padStart(4, '0'),
    yy: () => number('year').slice(-2),
    MMMM: () => read(inDate, 'month'),
    MMM: () => read({ ...inDate, month: 'short' }, 'month'),
    MM: () => number('month').padStart(2, '0'),
    M: () => number('month'),
    dd: () => number('day').padStart(2, '0'),
    d: () => number('day'),
    EEEE: () => read({ weekday: 'long' }, 'weekday'),
    EEE: () => read({ weekday: 'short' }, 'weekday'),
    HH: () => clock('hour', 'h23'),
    H: () => String(Number(clock('hour', 'h23'))),
    hh: () => clock('hour', 'h12'),
    h: () => String(Number(clock('hour', 'h12'))),
    mm: () => clock('minute', 'h23'),
    ss: () => clock('second', 'h23'),
    a: () => read({ hour: 'numeric', hourCycle: 'h12' }, 'dayPeriod'),
    z: () => read({ timeZoneName: 'short' }, 'timeZoneName'),
    xxx: () => read({ timeZoneName: 'longOffset' }, 'timeZoneName', 'en').replace('GMT', '') || '+00:00',
  };
  return (token) => tokens[token]!();
}
