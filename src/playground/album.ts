// sendMediaGroup: several media that stand together; one bad piece fails them all.
import {
  checkMembership,
  checkSendRight,
  checkTopicOpen,
  readReplyTarget,
  resolveChat,
  resolveReply,
  resolveThread,
} from './access.ts';
import { resolveFile } from './files.ts';
import { chargeSend } from './flood.ts';
import { type InputMedia, readInputMedia } from './input_media.ts';
import type { MethodCall } from './methods.ts';
import { readBoolean, readJson } from './params.ts';
import { checkCaption } from './read_text.ts';
import { badRequest, Refusal } from './refusal.ts';
import { showCaption, showMedia } from './show_media.ts';
import { botEnvelope, type Content, storeMessage } from './store_message.ts';
import type { Message } from './types.ts';

const MAX_PIECES = 10;

export async function sendMediaGroup(call: MethodCall): Promise<Message[]> {
  const { world, params } = call;
  const pieces = readPieces(call);
  const target = readReplyTarget(params);
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  const threadId = resolveThread(chat, params);
  const replyTo = resolveReply(chat, target);
  for (const { kind, caption } of pieces) {
    checkSendRight(chat, kind);
    checkCaption(caption);
  }
  checkMix(pieces);
  const contents = await Promise.all(pieces.map((piece, index) => resolvePiece(call, piece, index + 1)));
  checkTopicOpen(chat, threadId ?? replyTo?.message_thread_id);
  chargeSend(world, chat, pieces.length, readBoolean(params, 'allow_paid_broadcast'));
  const media_group_id = String(13_000_000_000_000_000n + BigInt(world.nextId));
  world.nextId += 1;
  const envelope = botEnvelope(world, chat, { threadId, replyTo });
  return contents.map((content) =>
    storeMessage(
      world,
      chat,
      { ...envelope, ...(pieces.length > 1 ? { media_group_id } : {}), ...content },
      { own: true },
    ),
  );
}

function readPieces({ params }: MethodCall): InputMedia[] {
  const media = readJson(params, 'media', 'media');
  if (!Array.isArray(media)) throw badRequest("can't parse media: Expected an Array of InputMedia");
  if (media.length === 0) throw badRequest('there are no messages to send');
  if (media.length > MAX_PIECES) throw badRequest('too many messages to send as an album');
  return media.map(readAlbumPiece);
}

function readAlbumPiece(value: unknown): InputMedia {
  const piece = readInputMedia(value);
  if (piece.kind === 'animation') throw badRequest("can't use the media of the specified type in the album");
  return piece;
}

/** Photos and videos may stand together; documents and audios only with their own kind. */
function checkMix(pieces: InputMedia[]): void {
  const kinds = new Set(pieces.map(({ kind }) => kind));
  for (const kind of ['audio', 'document'] as const) {
    if (kinds.has(kind) && kinds.size > 1) throw badRequest(`${kind} can't be mixed with other media types`);
  }
}

/** @param number of the piece, from 1, as the complaint counts */
async function resolvePiece(call: MethodCall, piece: InputMedia, number: number): Promise<Content> {
  try {
    const file = await resolveFile(call, piece.kind, piece.named);
    return {
      ...showMedia(piece.kind, file, piece.facts),
      ...showCaption(piece.caption, piece.isAbove, piece.isSpoiler),
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.message.startsWith('Bad Request: ')) throw error;
    throw badRequest(`failed to send message #${number} with the error message "${error.message}"`);
  }
}
