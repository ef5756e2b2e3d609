// Media that Telegram cannot fetch by itself: fetched here, under the same guard as feeds, and uploaded.
import type { GuardedAgent } from '../net/agent.ts';
import { fetchBytes } from '../net/fetch.ts';
import { userAgent } from '../net/user_agent.ts';
import type { Media } from '../store/item.ts';
import type { Upload } from '../telegram/send.ts';

// Bot API, Sending files: photos up to 10 MB, other files up to 50 MB.
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_FILE_BYTES = 50 * 1024 * 1024;

const MIME_TYPES: Record<Media['kind'], RegExp> = {
  image: /^image\//i,
  video: /^video\//i,
  animation: /^(image\/gif|video\/)/i,
  audio: /^audio\//i,
  document: /^(?!text\/html)/i,
};

/** What a server says of a file whose kind it does not know; Telegram looks at the bytes. */
const UNKNOWN_TYPE = /^(application|binary)\/octet-stream\b/i;

function isOfKind(kind: Media['kind'], contentType: string | null): boolean {
  return contentType === null || UNKNOWN_TYPE.test(contentType) || MIME_TYPES[kind].test(contentType);
}

/** Telegram's words for a URL that it could not make a file of; the same file may pass as an upload. */
export function isFetchTrouble(words: string): boolean {
  return /wrong file identifier\/HTTP URL|failed to get HTTP URL content|wrong type of the web page content|WEBPAGE_CURL_FAILED|WEBPAGE_MEDIA_EMPTY/i.test(
    words,
  );
}

/**
 * @param timeoutMs over all: connecting, redirects and the body
 * @returns null when it cannot be had, is too large or is something else than it was said to be
 */
export async function fetchUpload(media: Media, timeoutMs: number, agent: GuardedAgent): Promise<Upload | null> {
  const maxBytes = media.kind === 'image' ? MAX_PHOTO_BYTES : MAX_FILE_BYTES;
  const fetched = await fetchBytes(media.url, {
    agent,
    userAgent: userAgent(1),
    timeoutMs,
    maxBytes,
    maxDecodedBytes: maxBytes,
    accepts: (contentType) => isOfKind(media.kind, contentType),
  });
  if (fetched.kind !== 'bytes' || fetched.bytes.length === 0) return null;
  return { bytes: fetched.bytes, filename: fileNameOf(fetched.url) };
}

function fileNameOf(url: string): string {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  return /^[\w.-]{1,60}$/.test(name) ? name : 'file';
}
