// A chat in a sender's hands, and how long it may be there: no call begins that could outlive the lease.
import type { Queryable } from '../db.ts';
import { type ClaimedChat, renewLease } from '../store/chat_schedule.ts';

/** How long a sender may hold a chat. A call is ended after 15 s (an upload after 30), so a lease outlives it. */
export const LEASE_MS = 45_000;
/** A call is ended after 15 s, and settling takes a moment. */
const CALL_ROOM_MS = 20_000;
/** An upload is ended after 30 s, and is settled after it. */
const UPLOAD_ROOM_MS = 35_000;

/** A chat under lease, and until when by the clock of `performance.now()`. */
export type Claim = { chat: ClaimedChat; leaseToken: string; until: number };

/** @param now reads the clock of the claim */
export function isOutOfTime({ until }: Claim, now: () => number): boolean {
  return now() + CALL_ROOM_MS > until;
}

/** Renew the lease where an upload might outlive it. @returns false when the lease is no longer ours */
export async function makeRoom(claim: Claim, { db, now }: { db: Queryable; now(): number }): Promise<boolean> {
  if (now() + UPLOAD_ROOM_MS <= claim.until) return true;
  const until = now() + LEASE_MS;
  const { chatId } = claim.chat;
  if (!(await renewLease(db, { chatId, leaseToken: claim.leaseToken, leaseMs: LEASE_MS }))) return false;
  claim.until = until;
  return true;
}
