// How often the publisher says a feed changes: RSS's ttl, skipHours and skipDays, and the syndication module.
import type { PublisherHints } from './feed.ts';

const PERIOD_MS: Record<string, number> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 7 * 86_400_000,
  monthly: 30 * 86_400_000,
  yearly: 365 * 86_400_000,
};
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const YEAR_MS = 365 * 86_400_000;

type PublishedHints = {
  ttlMinutes: string | null;
  updatePeriod: string | null;
  updateFrequency: string | null;
  skipHours: string[];
  skipDays: string[];
};

/** Times are 0 where the publisher says nothing, or nothing that can be read. */
export function publisherHints(published: PublishedHints): PublisherHints {
  const period = published.updatePeriod?.trim().toLowerCase() ?? '';
  const periodMs = Object.hasOwn(PERIOD_MS, period) ? PERIOD_MS[period]! : 0;
  const frequency = Math.max(1, Number(published.updateFrequency?.trim() || 1) || 1);
  const ttlMs = (Number(published.ttlMinutes?.trim() || 0) || 0) * 60_000;
  return {
    ttlMs: Math.min(Math.max(0, ttlMs), YEAR_MS),
    updatePeriodMs: Math.round(periodMs / frequency),
    skipHours: published.skipHours.flatMap(hourOf),
    skipDays: published.skipDays.map((day) => DAYS.indexOf(day.trim().toLowerCase())).filter((day) => day >= 0),
  };
}

/** RSS 0.92 counts hours 1 to 24, RSS 2.0 from 0 to 23: 24 is midnight in both. */
function hourOf(text: string): number[] {
  const hour = /^\d{1,2}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return hour >= 0 && hour <= 24 ? [hour % 24] : [];
}
