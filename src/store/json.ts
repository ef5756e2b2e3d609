/**
 * JSON that PostgreSQL takes: its text has no room for a NUL or half a surrogate pair, and one that a publisher or a client sends must
 * not stop the others.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part,
  );
}
