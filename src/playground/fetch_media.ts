// Media by URL. Telegram's servers fetch them; the playground does so only from loopback, and takes others at their word.
import { extname } from 'node:path/posix';
import { readImageSize } from './image_size.ts';
import { Refusal } from './refusal.ts';
import type { MediaKind } from './types.ts';

const MAX_PHOTO_BYTES = 5 * 1024 * 1024;
const MAX_BYTES = 20 * 1024 * 1024;
const WITHIN_MS = 15_000;
const MAX_HOPS = 5;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

const TAKEN: Record<MediaKind, RegExp> = {
  photo: /^image\/(?:jpeg|png|webp|gif|bmp)$/,
  video: /^video\/(?:mp4|quicktime|webm)$/,
  animation: /^(?:image\/gif|video\/mp4)$/,
  audio: /^audio\//,
  // By URL the server takes only these as documents.
  document: /^(?:application\/(?:pdf|zip|x-zip-compressed)|image\/gif)$/,
};

const BY_EXTENSION: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.mp4': 'video/mp4',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
};

export type FetchedMedia = { type: string; bytes: Buffer | null; url: string; name: string };

const refusal = (words: string) => new Refusal(400, words);
/** What the server says of a URL, before the prefix that the call adds. */
export const WRONG_URL = 'Wrong file identifier/HTTP URL specified';
const NO_CONTENT = 'Failed to get HTTP URL content';
const WRONG_TYPE = 'Wrong type of the web page content';

/** @throws Refusal with the bare words, for the caller to put in a sentence */
export async function fetchMedia(kind: MediaKind, raw: string, gone: AbortSignal): Promise<FetchedMedia> {
  const url = URL.parse(raw);
  if (url === null || !/^https?:$/.test(url.protocol) || !/[.:]|^localhost$/.test(url.hostname))
    throw refusal(WRONG_URL);
  const name = decodeURI(url.pathname).split('/').pop() || 'file';
  const guessed = BY_EXTENSION[extname(url.pathname).toLowerCase()] ?? '';
  if (!LOOPBACK.test(url.hostname)) return { type: guessed, bytes: null, url: url.href, name };
  const { type, bytes } = await download(url, kind === 'photo' ? MAX_PHOTO_BYTES : MAX_BYTES, gone);
  const isTaken = TAKEN[kind].test(type) && (kind !== 'photo' || readImageSize(bytes) !== null);
  if (!isTaken) throw refusal(WRONG_TYPE);
  return { type, bytes, url: url.href, name };
}

async function download(first: URL, maxBytes: number, gone: AbortSignal): Promise<{ type: string; bytes: Buffer }> {
  const signal = AbortSignal.any([gone, AbortSignal.timeout(WITHIN_MS)]);
  let url: URL | null = first;
  for (let hop = 0; hop < MAX_HOPS && url !== null && LOOPBACK.test(url.hostname); hop += 1) {
    const response: Response = await ask(url, signal);
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      url = URL.parse(response.headers.get('location') ?? '', url.href);
      continue;
    }
    const bytes = response.ok ? await readUpTo(response, maxBytes) : null;
    if (bytes === null || bytes.length === 0) break;
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    return { type, bytes };
  }
  throw refusal(NO_CONTENT);
}

async function ask(url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'manual', signal });
  } catch (cause) {
    throw Object.assign(refusal(NO_CONTENT), { cause });
  }
}

/** @returns null when there is more than `maxBytes`, or the line broke */
async function readUpTo(response: Response, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) return null;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw Object.assign(refusal(NO_CONTENT), { cause });
  }
  return Buffer.concat(chunks);
}
