// What the server marks in a text by itself: addresses, mentions, hashtags, commands.
import { faultOfUrl } from './links.ts';
import type { MessageEntity } from './types.ts';

const PATTERNS: [type: string, pattern: RegExp][] = [
  [
    'url',
    /(?<![\p{L}\p{N}@_/.])(?:https?:\/\/)?(?:[\p{L}\p{N}-]+\.)+(?:\p{L}{2,24}|\d{1,3})(?::\d{1,5})?(?:[/?#][^\s<>"]*)?/giu,
  ],
  ['email', /(?<![\p{L}\p{N}._%+-])[\w.%+-]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,24}(?![\p{L}\p{N}])/giu],
  ['mention', /(?<![\p{L}\p{N}_@/])@[a-z][a-z0-9_]{2,31}(?![\p{L}\p{N}_])/giu],
  ['hashtag', /(?<![\p{L}\p{N}_#&/])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}\p{M}_\u200c]{1,255}/gu],
  ['cashtag', /(?<![\p{L}\p{N}_$])\$[A-Z]{1,8}(?![\p{L}\p{N}_])/gu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/])/giu],
];

/** Only hosts with a scheme, or with a top-level domain that is everywhere, count as addresses: the real list is long. */
const BARE_DOMAINS =
  /\.(?:com|org|net|io|dev|app|me|info|edu|gov|de|fr|es|it|nl|uk|eu|ru|ua|br|in|jp|cn|us|ca|au|ch|at|se|pl|xyz)$/i;

/** Entities in order of place, none overlapping. */
export function findEntities(text: string): MessageEntity[] {
  const found: MessageEntity[] = [];
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const value = type === 'url' ? trimUrl(match[0]) : match[0];
      const entity = { type, offset: match.index, length: value.length };
      const isTaken = found.some(
        (other) => other.offset < match.index + value.length && match.index < other.offset + other.length,
      );
      if (value !== '' && !isTaken) found.push(entity);
    }
  }
  return found.toSorted((a, b) => a.offset - b.offset);
}

/** The address without the punctuation that ends a sentence, or nothing if it is none. */
function trimUrl(raw: string): string {
  const value = raw.replace(/[.,:;!?'"()[\]{}]+$/u, '');
  const isSchemed = /^https?:\/\//i.test(value);
  const host = value.split(/[:/?#]/, 1)[0] ?? '';
  if (!isSchemed && !BARE_DOMAINS.test(host)) return '';
  return faultOfUrl(value) === null ? value : '';
}
