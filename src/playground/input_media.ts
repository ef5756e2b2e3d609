// InputMedia: one medium as albums and edits name it.
import { isRecord } from './params.ts';
import { readCaption } from './read_text.ts';
import { badRequest } from './refusal.ts';
import type { FileShape, MediaKind, RichText } from './types.ts';

const KINDS = ['photo', 'video', 'animation', 'audio', 'document'] as const;

export type InputMedia = {
  kind: MediaKind;
  /** `attach://part`, a URL, or a file_id */
  named: string;
  caption: RichText;
  isAbove: boolean;
  isSpoiler: boolean;
  facts: Partial<FileShape>;
};

/** @throws Refusal 400 for what is no medium */
export function readInputMedia(value: unknown): InputMedia {
  if (!isRecord(value)) throw badRequest("can't parse InputMedia: Expected an Object");
  const kind = KINDS.find((one) => one === value.type);
  if (kind === undefined)
    throw badRequest("can't parse InputMedia: type must be one of animation, audio, document, photo, video");
  if (typeof value.media !== 'string' || value.media === '') {
    throw badRequest('can\'t parse InputMedia: Can\'t find field "media"');
  }
  const given = new Map(
    ['caption', 'parse_mode', 'caption_entities'].flatMap((name): [string, string][] => {
      const field = value[name];
      if (field === undefined || field === null) return [];
      return [[name, typeof field === 'string' ? field : JSON.stringify(field)]];
    }),
  );
  return {
    kind,
    named: value.media,
    caption: readCaption(given),
    isAbove: value.show_caption_above_media === true,
    isSpoiler: value.has_spoiler === true,
    facts: readFacts(value),
  };
}

function readFacts(value: Record<string, unknown>): Partial<FileShape> {
  const names = ['width', 'height', 'duration', 'title', 'performer'];
  return Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));
}
