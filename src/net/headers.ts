// HTTP's own hints, read as waits in milliseconds. Dates count against the answer's own Date: its clock may be wrong, ours does not matter.
import type { Validators } from './outcome.ts';

export type AnswerHeaders = Record<string, string | string[] | undefined>;

const DAY_MS = 86_400_000;
const MAX_RETRY_AFTER_MS = 7 * DAY_MS;
const MAX_FRESH_MS = DAY_MS;
/** Longer ones are no validators but somebody's storage. */
const MAX_VALIDATOR_LENGTH = 1024;

/** A header's first value, or null where it is absent or empty. */
export function firstValue(headers: AnswerHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) || null;
}

/** A list header in one line, as RFC 9110 §5.3 lets repeated lines be joined. */
export function listValue(headers: AnswerHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

/**
 * Retry-After in seconds or as a date (RFC 9110 §10.2.3), in milliseconds, at most 7 days; null where it is absent, unreadable or already over.
 * @param nowMs stands in for a missing Date header
 */
export function retryAfterMs(headers: AnswerHeaders, nowMs: number): number | null {
  const value = firstValue(headers, 'retry-after')?.trim() ?? '';
  const waitMs = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : httpDateMs(value) - answeredAtMs(headers, nowMs);
  return waitMs > 0 ? Math.min(waitMs, MAX_RETRY_AFTER_MS) : null;
}

/**
 * How long the answer stays fresh, in milliseconds, at most 24 h: the longer of max-age and Expires, less its Age. 0 means no promise.
 * RFC 9111 §5.3 has max-age override Expires; here a hint may only slow us down, so the longer one counts.
 * @param nowMs stands in for a missing Date header
 */
export function freshForMs(headers: AnswerHeaders, nowMs: number): number {
  const cacheControl = listValue(headers, 'cache-control');
  const expires = firstValue(headers, 'expires');
  if (cacheControl === '' && expires === null) return 0; // most feeds promise nothing
  const directives = readDirectives(cacheControl);
  const maxAgeS = readSeconds(directives.get('max-age'));
  if (directives.has('no-cache') || directives.has('no-store') || maxAgeS === 0) return 0;
  const expiresMs = expires === null ? 0 : httpDateMs(expires) - answeredAtMs(headers, nowMs);
  const lifetimeMs = Math.max((maxAgeS ?? 0) * 1000, expiresMs || 0);
  const ageMs = (readSeconds(firstValue(headers, 'age')?.trim()) ?? 0) * 1000;
  return Math.min(Math.max(lifetimeMs - ageMs, 0), MAX_FRESH_MS);
}

/** The validators of an answer, untouched; those it lacks keep their old value, as a 304 asks (RFC 9111 §3.2), when `old` is given. */
export function readValidators(
  headers: AnswerHeaders,
  old: Validators = { etag: null, lastModified: null },
): Validators {
  return {
    etag: readValidator(headers, 'etag') ?? old.etag,
    lastModified: readValidator(headers, 'last-modified') ?? old.lastModified,
  };
}

/** The conditional request headers. An empty If-None-Match would turn every 304 into a 200, so what is empty is left out. */
export function conditionalHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  };
}

function readValidator(headers: AnswerHeaders, name: string): string | null {
  const value = firstValue(headers, name);
  return value !== null && value.length <= MAX_VALIDATOR_LENGTH && /^[\t\x20-\x7e\x80-\xff]+$/.test(value)
    ? value
    : null;
}

function readDirectives(cacheControl: string): Map<string, string> {
  const directives = new Map<string, string>();
  for (const [, name, value] of cacheControl.matchAll(/([^\s,=]+)\s*(?:=\s*("[^"]*"|[^,]*))?/g)) {
    directives.set(name!.toLowerCase(), (value ?? '').replaceAll('"', '').trim());
  }
  return directives;
}

function readSeconds(value: string | undefined): number | null {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
}

function answeredAtMs(headers: AnswerHeaders, nowMs: number): number {
  return httpDateMs(firstValue(headers, 'date') ?? '') || nowMs;
}

/** All three forms of RFC 9110 §5.6.7; asctime names no zone and means GMT. NaN where it is no date (`Expires: 0`). */
function httpDateMs(value: string): number {
  if (!/[a-z]{3}.*\d:\d\d/i.test(value)) return Number.NaN;
  return Date.parse(/(gmt|utc|[+-]\d{4})\s*$/i.test(value) ? value : `${value} GMT`);
}
