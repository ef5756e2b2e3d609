// The files the server keeps: how a call names one (upload, URL, file_id), and what a message shows of it.
import { fetchMedia, WRONG_URL } from './fetch_media.ts';
import { readImageSize } from './image_size.ts';
import type { MethodCall } from './methods.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { FileShape, MediaKind } from './types.ts';
import type { StoredFile, World } from './world.ts';

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
/** Longest and shortest side of a photo together, and one against the other. */
const MAX_PHOTO_SIDES = 10_000;
const MAX_PHOTO_RATIO = 20;

/**
 * The file that `value` names: `attach://part`, a URL, or the id of a file sent before.
 * @throws Refusal 400; for URLs with the server's bare words
 */
export async function resolveFile(call: MethodCall, kind: MediaKind, value: string): Promise<StoredFile> {
  const { world, uploads, gone } = call;
  const upload = uploads.get(value.startsWith('attach://') ? value.slice('attach://'.length) : value);
  if (upload !== undefined) {
    checkUpload(kind, upload.bytes);
    return keepFile(world, { kind, name: upload.name, type: upload.type, bytes: upload.bytes, url: null });
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    return keepFile(world, { kind, ...(await fetchMedia(kind, value, gone)) });
  }
  const known = world.files.get(value);
  if (known === undefined) throw badRequest(WRONG_URL);
  if (known.kind !== kind) throw badRequest(`can't use file of type ${titleOf(known.kind)} as ${titleOf(kind)}`);
  return known;
}

/** The same for the only medium of a call, where what is said of a URL gets the usual prefix. */
export async function resolveOne(call: MethodCall, kind: MediaKind, value: string): Promise<StoredFile> {
  try {
    return await resolveFile(call, kind, value);
  } catch (error) {
    if (error instanceof Refusal && !error.message.startsWith('Bad Request: ')) throw badRequest(error.message);
    throw error;
  }
}

function titleOf(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

function checkUpload(kind: MediaKind, bytes: Buffer): void {
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  const max = kind === 'photo' ? MAX_PHOTO_BYTES : MAX_UPLOAD_BYTES;
  if (bytes.length > max) {
    throw badRequest(`file of size ${bytes.length} bytes is too big for a ${kind}; the maximum size is ${max} bytes`);
  }
  if (kind !== 'photo') return;
  const size = readImageSize(bytes);
  if (size === null) throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = size;
  const isOdd = Math.max(width, height) > MAX_PHOTO_RATIO * Math.min(width, height);
  if (width + height > MAX_PHOTO_SIDES || isOdd) throw badRequest('PHOTO_INVALID_DIMENSIONS');
}

type NewFile = Pick<StoredFile, 'kind' | 'name' | 'type' | 'bytes' | 'url'>;

export function keepFile(world: World, file: NewFile): StoredFile {
  const number = world.nextId;
  world.nextId += 1;
  const uniqueId = `AQAD${number.toString(36).padStart(8, '0')}`;
  const stored: StoredFile = {
    ...file,
    id: `${file.kind.slice(0, 2).toUpperCase()}QACAgI${uniqueId}`,
    uniqueId,
    path: `${file.kind}s/file_${number}`,
    size: file.bytes?.length ?? 0,
  };
  world.files.set(stored.id, stored);
  return stored;
}

/** The file as a message shows it. @param given width, height, duration and so on, as the caller said */
export function showFile(file: StoredFile, given: Partial<FileShape> = {}): FileShape {
  const size = file.bytes === null ? null : readImageSize(file.bytes);
  return {
    file_id: file.id,
    file_unique_id: file.uniqueId,
    ...(file.size === 0 ? {} : { file_size: file.size }),
    ...size,
    ...given,
  };
}
