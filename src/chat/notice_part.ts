// A notice as a message in the chat's language.
import type { FeedFault } from '../feed/fault.ts';
import type { Part } from '../message/part.ts';
import { faultText, richText, type TextArgs } from './text/texts.ts';

/** @param args of the sentence `key`; a `fault` among them becomes its `reason` */
export function noticePart(key: string, args: Record<string, unknown>, language: string): Part {
  const { fault, ...rest } = args;
  const reason = fault ? { reason: faultText(language, fault as FeedFault) } : {};
  // Whoever queued the notice gave the variables of its sentence: strings and numbers, as JSON has them.
  const text = richText(language, key, { ...(rest as TextArgs), ...reason });
  return { kind: 'text', ...text, preview: 'off', previewUrl: null };
}
