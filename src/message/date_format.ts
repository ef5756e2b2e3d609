// Writes dates in a language and time zone. Making a formatter costs far more than using it, so they are kept.
import { remember } from './remember.ts';

/** Formatters of distinct languages, zones and shapes kept at once. */
const KEPT = 500;

const formatFor = remember((key) => createFormat(JSON.parse(key)), { entries: KEPT });

/** @param options must name its parts in a constant order: they are the key */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return formatFor(JSON.stringify([language, options]));
}

/** Both were checked when they were set, but zones go with updates of their database: a date in UTC is better than none. */
function createFormat([language, options]: [string, Intl.DateTimeFormatOptions]): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' });
  }
}
