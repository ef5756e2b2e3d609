// A long text's beginning, cut where a reader would pause.
import { findBreak } from './breaks.ts';
import { countCodePoints, indexAfter } from './characters.ts';
import type { RichText } from './part.ts';
import { normalise, plain, slice, withCutMark } from './rich_text.ts';

export type Cut = { rich: RichText; isCut: boolean };

/**
 * At most `codePoints` of `rich`: whole if it fits, else up to the end of a paragraph, line or sentence, or in a text
 * without any up to a word and an ellipsis.
 */
export function cutAtSentence(rich: RichText, codePoints: number): Cut {
  if (rich.text.length <= codePoints || countCodePoints(rich.text) <= codePoints) return { rich, isCut: false };
  if (codePoints < 1) return { rich: plain(''), isCut: true };
  const limit = indexAfter(rich.text, 0, codePoints - 1); // room for the ellipsis
  const end = findBreak(rich.text, 0, limit);
  const start = normalise(slice(rich, 0, Math.max(end, 0)));
  const isSentence = /[.!?…。！？؟۔।:»”")\]]$/u.test(start.text) || rich.text[end] === '\n';
  return { rich: isSentence ? start : withCutMark(start, '…'), isCut: true };
}
