// The playground's memory across restarts: chats, messages, waiting updates, and above all ids that never go back.
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { isRecord } from './params.ts';
import type { Chat, StoredFile, World } from './world.ts';

const WRITE_EVERY_MS = 250;
const KEPT_MESSAGES = 300;
const KEPT_FILES = 100;
const KEPT_FILE_BYTES = 512 * 1024;
/** After a crash the last ids may not have reached the file: skip more than could be missing. */
const CRASH_GAP = 1000;

const PARTS = [
  'people',
  'chats',
  'files',
  'commandSets',
  'pending',
  'allowedUpdates',
  'webhook',
  'nextUpdateId',
  'nextId',
] as const;

/**
 * Take up what an earlier run left. A missing file is a first start.
 * @throws when the file is there but cannot be read as state, so that nothing overwrites it
 */
export function loadState(world: World, stateFile: string): void {
  const text = readIfThere(stateFile);
  if (text === null) return;
  const state: unknown = JSON.parse(text, revive);
  if (!isRecord(state) || state.version !== 1) throw new Error(`${stateFile} is not a state of this playground`);
  const startId = world.nextUpdateId;
  for (const part of PARTS) Object.assign(world, { [part]: state[part] });
  const gap = state.clean === true ? 0 : CRASH_GAP;
  world.nextUpdateId = Math.max(startId, world.nextUpdateId + gap);
  world.nextId += gap;
  for (const chat of world.chats.values()) chat.nextMessageId += gap;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isRecord(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Write the state soon after a change, at most once in a while however many changes there are.
 * @returns a function that writes a last, clean state and stops
 */
export function keepState(world: World, stateFile: string, onError: (error: unknown) => void): () => Promise<void> {
  let waiting: NodeJS.Timeout | null = null;
  let written = Promise.resolve();
  const write = () => {
    waiting = null;
    written = written.then(() => writeState(world, stateFile, false)).catch(onError);
  };
  const note = () => {
    waiting ??= setTimeout(write, WRITE_EVERY_MS);
  };
  world.events.on('change', note);
  return async () => {
    world.events.off('change', note);
    if (waiting !== null) clearTimeout(waiting);
    await written;
    // A server that is closing closes, even when its folder is gone.
    await writeState(world, stateFile, true).catch(onError);
  };
}

/** Beside the file first, then into its place: a crash leaves the old state or the new one. */
async function writeState(world: World, stateFile: string, clean: boolean): Promise<void> {
  const kept = {
    ...world,
    chats: new Map([...world.chats].map(([id, chat]) => [id, shorten(chat)])),
    files: newest(world),
  };
  const parts = Object.fromEntries(PARTS.map((part) => [part, kept[part]]));
  const beside = `${stateFile}.new`;
  await writeFile(beside, JSON.stringify({ version: 1, clean, ...parts }, pack), { mode: 0o600 });
  await rename(beside, stateFile);
  world.events.emit('written', stateFile);
}

function shorten(chat: Chat): Chat {
  return { ...chat, messages: new Map([...chat.messages].slice(-KEPT_MESSAGES)) };
}

function newest(world: World): Map<string, StoredFile> {
  const files = [...world.files].slice(-KEPT_FILES);
  return new Map(files.map(([id, file]) => [id, { ...file, bytes: file.size > KEPT_FILE_BYTES ? null : file.bytes }]));
}

/** JSON has neither Map nor Set; Buffers write themselves as `{type, data}`. */
function pack(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { '#map': [...value] };
  if (value instanceof Set) return { '#set': [...value] };
  if (isRecord(value) && value.type === 'Buffer' && Array.isArray(value.data)) {
    return { '#bytes': Buffer.from(value.data).toString('base64') };
  }
  return value;
}

function revive(_key: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (Array.isArray(value['#map'])) return new Map(value['#map']);
  if (Array.isArray(value['#set'])) return new Set(value['#set']);
  return typeof value['#bytes'] === 'string' ? Buffer.from(value['#bytes'], 'base64') : value;
}
