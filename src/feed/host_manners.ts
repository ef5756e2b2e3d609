// A host that asked to be left alone is left alone by everything that asks it: polls, and people who look for a feed there.
import type { Queryable } from '../db.ts';
import type { Throttled } from '../net/outcome.ts';
import { hostPausedMs, pauseHost } from '../store/hosts.ts';
import { hostPause } from './schedule.ts';

export type HostManners = {
  /** false while the host rests, on whatever question of ours it asked for that */
  mayAsk(hostname: string): Promise<boolean>;
  heed(throttled: Throttled): Promise<void>;
};

/** Manners that all processes share, through the hosts table. */
export function hostManners(db: Queryable): HostManners {
  return {
    mayAsk: async (hostname) => (await hostPausedMs(db, hostname)) === 0,
    heed: (throttled) => heedThrottle(db, throttled),
  };
}

/** Let the whole host rest, if it is the host that asked and not one feed of it. */
export async function heedThrottle(db: Queryable, { scope, hostname, waitMs }: Throttled): Promise<void> {
  if (scope !== 'host') return;
  // The statement doubles a guessed pause by those that went before it.
  const restMs = hostPause({ retryAfterMs: waitMs, pauses: 0 });
  await pauseHost(db, hostname, { waitMs: restMs, isGuess: waitMs === null });
}
