// A notice as a message in the chat's language.
import type { FeedFault } from '../feed/fault.ts';
import type { Part } from '../message/part.ts';
import { oneLine } from './one_line.ts';
import { faultText, richText, type TextArgs } from './text/texts.ts';

/** Variables that hold names which others gave to feeds, chats and topics. */
const NAMES = ['title', 'topic'];

/** @param args of the sentence `key`; a `fault` among them becomes its `reason` */
export function noticePart(key: string, args: Record<string, unknown>, language: string): Part {
  const { fault, ...rest } = args;
  const reason = fault ? { reason: faultText(language, fault as FeedFault) } : {};
  // Whoever queued the notice gave the variables of its sentence: strings and numbers, as JSON has them.
  const given = Object.fromEntries(Object.entries(rest).map(tidyName)) as TextArgs;
  return { kind: 'text', ...richText(language, key, { ...given, ...reason }), preview: 'off', previewUrl: null };
}

function tidyName([variable, value]: [string, unknown]): [string, unknown] {
  return [variable, NAMES.includes(variable) ? oneLine(String(value), '…', 100) : value];
}
