// One part, as rich as Telegram takes it: refused media are fetched and uploaded, then left out; refused formatting goes.
import { badPieceOf, simplify, withoutPiece } from '../message/downgrade.ts';
import type { Part } from '../message/part.ts';
import type { Media } from '../store/item.ts';
import { countMessages, type Destination, type SendOutcome, type Upload, type Uploads } from '../telegram/send.ts';
import type { Budget } from './budget.ts';
import { isFetchTrouble } from './media.ts';

export type SendPart = (part: Part, to: Destination, uploads: Uploads) => Promise<SendOutcome>;

export type SendDeps = {
  budget: Budget;
  send: SendPart;
  /** see media.ts */
  fetchUpload(media: Media, timeoutMs: number): Promise<Upload | null>;
  /** time for one more call, under a lease made longer for it; false: leave it to a later try */
  makeRoom(): Promise<boolean>;
  /** the clock of a claim, in milliseconds */
  now(): number;
};

/** For all the media of a part together, so that it is over within the lease. */
const MEDIA_MS = 15_000;
/** Less than this is not worth a try. */
const LEAST_MS = 500;

type Files = {
  uploads: Map<string, Upload>;
  /** fetched by us once, whatever came of it */
  given: Set<Media>;
  leftMs: number;
};

/** `refused` comes back only when the plainest form was refused too. `out-of-time`: no call may begin any more. */
export type SimplerOutcome = SendOutcome | { kind: 'out-of-time' };

/** @param paid tokens of the budget that are already taken for the first call */
export async function sendSimpler(part: Part, to: Destination, deps: SendDeps, paid: number): Promise<SimplerOutcome> {
  const files: Files = { uploads: new Map(), given: new Set(), leftMs: MEDIA_MS };
  let current = part;
  let left = paid;
  for (;;) {
    await deps.budget.waitFor('items', countMessages(current) - left);
    left = 0;
    if (!(await deps.makeRoom())) return { kind: 'out-of-time' };
    const outcome = await deps.send(current, to, files.uploads);
    if (!isAboutContent(outcome, current)) return outcome;
    const next = await nextForm(current, outcome.words, files, deps);
    if (next === null) return outcome;
    current = next;
  }
}

/** A group may let us write but not send pictures: that too is solved without them. */
function isAboutContent(outcome: SendOutcome, part: Part): outcome is Extract<SendOutcome, { words: string }> {
  if (outcome.kind === 'refused') return true;
  return (
    outcome.kind === 'chat-trouble' &&
    outcome.trouble === 'no-rights' &&
    part.kind !== 'text' &&
    /not enough rights to send/.test(outcome.words)
  );
}

async function nextForm(part: Part, words: string, files: Files, deps: SendDeps): Promise<Part | null> {
  const piece = badPieceOf(part, words);
  if (piece === null) return simplify(part);
  if (isFetchTrouble(words) && !files.given.has(piece)) {
    const upload = await fetchInTime(piece, files, deps);
    if (upload) {
      files.uploads.set(piece.url, upload);
      return part;
    }
  }
  files.uploads.delete(piece.url);
  return withoutPiece(part, piece) ?? simplify(part);
}

async function fetchInTime(piece: Media, files: Files, deps: SendDeps): Promise<Upload | null> {
  files.given.add(piece);
  if (files.leftMs < LEAST_MS) return null;
  const startedAt = deps.now();
  const upload = await deps.fetchUpload(piece, files.leftMs);
  files.leftMs -= deps.now() - startedAt;
  return upload;
}
