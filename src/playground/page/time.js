// Dates as Telegram's clients write them, in the reader's own language and time zone.

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const SHORT = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const DAY_AND_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

const DAY_MS = 86_400_000;

/** @param {number} seconds since 1970, as the Bot API counts */
export const clockOf = (seconds) => CLOCK.format(seconds * 1000);
export const fullDateOf = (seconds) => FULL.format(seconds * 1000);
export const dayKeyOf = (seconds) => new Date(seconds * 1000).toDateString();

/** The line between two days. */
export function dayTitleOf(seconds, nowMs = Date.now()) {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date(nowMs).toDateString()) return 'Today';
  if (date.toDateString() === new Date(nowMs - DAY_MS).toDateString()) return 'Yesterday';
  return (date.getFullYear() === new Date(nowMs).getFullYear() ? DAY : DAY_AND_YEAR).format(date);
}

/** The time in the list of chats: the clock today, the weekday within a week, then the date. */
export function shortDateOf(seconds, nowMs = Date.now()) {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date(nowMs).toDateString()) return clockOf(seconds);
  return (nowMs - date.getTime() < 6 * DAY_MS ? WEEKDAY : SHORT).format(date);
}

/** Seconds as `3:07` or `1:02:45`. */
export function durationOf(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
