/**
 * JSON that PostgreSQL takes: its text has no room for a NUL or half a surrogate pair, and one that a publisher or a client sends must
 * not stop the others.
 */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(0000|d)/.test(json)) return json; // how both are written; nearly every text has neither
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part,
  );
}
