// Media as a message shows them.
import { showFile } from './files.ts';
import type { Content } from './store_message.ts';
import type { FileShape, MediaKind, RichText } from './types.ts';
import type { StoredFile } from './world.ts';

/** The part of a message that is the medium. An animation is shown as a document too, for old clients. */
export function showMedia(kind: MediaKind, file: StoredFile, facts: Partial<FileShape>): Content {
  if (kind === 'photo') return { photo: [{ width: 0, height: 0, ...showFile(file, facts) }] };
  const named = { file_name: file.name, ...(file.type === '' ? {} : { mime_type: file.type }) };
  const shape = { ...named, ...showFile(file, facts) };
  if (kind === 'document') return { document: shape };
  const timed = { duration: 0, ...shape };
  if (kind === 'audio') return { audio: timed };
  const sized = { width: 0, height: 0, ...timed };
  return kind === 'video' ? { video: sized } : { animation: sized, document: shape };
}

export function showCaption({ text, entities }: RichText, isAbove: boolean, isSpoiler: boolean): Content {
  return {
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length === 0 ? {} : { caption_entities: entities }),
    ...(isAbove ? { show_caption_above_media: true } : {}),
    ...(isSpoiler ? { has_media_spoiler: true } : {}),
  };
}
