// A time zone as people give it: minutes (as in el_monitorro), an offset, an IANA name, a city, a place on the map. Pure.
import tzLookup from '@photostructure/tz-lookup';
import { cityMapping } from 'city-timezones';

/** UTC-12 to UTC+14, in minutes. */
const LEAST = -720;
const MOST = 840;
/** A bare number up to here is hours: nobody is eight minutes away from Greenwich. */
const MOST_HOURS = 14;

/** @returns an IANA name or an offset such as `+05:45`, both of which Intl takes; null for what names no zone */
export function readTimeZone(typed: string): string | null {
  const text = typed.trim().slice(0, 100);
  if (text === '') return null;
  return readOffset(text) ?? readIana(text) ?? readCity(text);
}

export function timeZoneAt({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return tzLookup(latitude, longitude);
}

function readOffset(text: string): string | null {
  const offset = text.replace('−', '-');
  const number = /^[+-]?\d{1,3}$/.exec(offset)?.[0];
  if (number !== undefined)
    return writeOffset(Math.abs(Number(number)) <= MOST_HOURS ? Number(number) * 60 : Number(number));
  const signed = /^\d{1,2}:\d\d$/.test(offset) ? `+${offset}` : offset;
  const parts = /^(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(signed);
  if (!parts) return null;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return writeOffset(parts[1] === '+' ? minutes : -minutes);
}

function writeOffset(minutes: number): string | null {
  if (minutes < LEAST || minutes > MOST) return null;
  if (minutes === 0) return 'UTC';
  const digits = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}

function readIana(text: string): string | null {
  if (!/^[a-z]/i.test(text)) return null; // Intl takes offsets that no place on Earth has
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text.replaceAll(' ', '_') }).resolvedOptions();
    return timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null; // how Intl says that it knows no such zone
    throw error;
  }
}

/** The largest city of that name. */
function readCity(text: string): string | null {
  const name = fold(text);
  const zone = Intl.supportedValuesOf('timeZone').find(
    (one) => fold(one.split('/').at(-1)!.replaceAll('_', ' ')) === name,
  );
  if (zone) return zone;
  const cities = cityMapping.filter(({ city, city_ascii: ascii }) => fold(city) === name || fold(ascii) === name);
  return cities.sort((a, b) => b.pop - a.pop)[0]?.timezone ?? null;
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** The time there now, as its language writes it. */
export function localTime(timeZone: string, language: string, nowMs: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(nowMs);
}
