// What kind of thing a medium is, from what its publisher said of it or else from its address.
import type { Media } from '../store/item.ts';

const KIND_OF_EXTENSION: Record<string, Media['kind']> = {
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  webp: 'image',
  avif: 'image',
  bmp: 'image',
  gif: 'animation',
  mp4: 'video',
  m4v: 'video',
  webm: 'video',
  mov: 'video',
  mkv: 'video',
  ogv: 'video',
  avi: 'video',
  mpg: 'video',
  mp3: 'audio',
  m4a: 'audio',
  ogg: 'audio',
  oga: 'audio',
  opus: 'audio',
  aac: 'audio',
  flac: 'audio',
  wav: 'audio',
};

/** A GIF moves, whatever else is said of it; an image without a type or extension is taken at its `medium`. */
export function mediaKind({
  url,
  type,
  medium,
}: {
  url: string;
  type: string | null;
  medium: string | null;
}): Media['kind'] {
  const extension = /\.(\w{2,5})$/.exec(URL.parse(url)?.pathname ?? '')?.[1]?.toLowerCase() ?? '';
  const mime = type?.trim().toLowerCase() ?? '';
  if (mime === 'image/gif' || (extension === 'gif' && !/^(video|audio)\//.test(mime))) return 'animation';
  const said =
    /^(image|video|audio)\//.exec(mime)?.[1] ?? /^(image|video|audio|document)$/.exec(medium?.trim() ?? '')?.[1];
  if (said) return said as Media['kind'];
  return Object.hasOwn(KIND_OF_EXTENSION, extension) ? KIND_OF_EXTENSION[extension]! : 'document';
}
