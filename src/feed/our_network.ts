// Whether what fails is our own network: the polls of this process in the last five minutes.
import { isOurNetworkDown, type RecentPoll } from './feed_health.ts';

const WINDOW_MS = 300_000;
/** More say nothing new, and all are looked at whenever a host cannot be reached. */
const MOST_POLLS = 2_000;

export type OurNetwork = {
  /** @param nowMs of any steady clock */
  note(poll: RecentPoll, nowMs: number): void;
  isDown(nowMs: number): boolean;
};

export function watchOurNetwork(): OurNetwork {
  const polls: (RecentPoll & { atMs: number })[] = [];
  const forget = (nowMs: number) => {
    const kept = polls.findIndex((poll) => nowMs - poll.atMs < WINDOW_MS);
    polls.splice(0, Math.max(kept === -1 ? polls.length : kept, polls.length - MOST_POLLS));
  };
  return {
    note(poll, nowMs) {
      polls.push({ ...poll, atMs: nowMs });
      if (polls.length > 2 * MOST_POLLS) forget(nowMs);
    },
    isDown(nowMs) {
      forget(nowMs);
      return isOurNetworkDown(polls);
    },
  };
}
