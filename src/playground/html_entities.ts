// The character references that Telegram's HTML knows: four named ones and all numeric ones; the rest stays as typed.

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const REFERENCE = /&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));?/iy;

/**
 * The reference that starts at `at`, or null where the `&` is only an ampersand.
 * @returns the decoded text (perhaps a lone surrogate, which the caller refuses) and how many characters it took
 */
export function decodeReference(source: string, at: number): { text: string; length: number } | null {
  REFERENCE.lastIndex = at;
  const match = REFERENCE.exec(source);
  if (match === null) return null;
  const [whole, hex, decimal, name] = match;
  const text =
    name === undefined ? fromCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : NAMED[name];
  return text === undefined ? null : { text, length: whole.length };
}

function fromCode(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
