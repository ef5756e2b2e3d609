// What a poll is given, and what it comes to.
import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import type { GuardedAgent } from '../net/agent.ts';
import type { Rescheduled } from '../store/batches.ts';
import type { FeedFault } from './fault.ts';
import type { Bounds } from './next_turn.ts';
import type { OurNetwork } from './our_network.ts';
import type { DocumentStore } from './store_polled.ts';

export type FetchSettings = {
  agent: GuardedAgent;
  timeoutMs: number;
  maxBytes: number;
  maxDecodedBytes: number;
};

export type PollDeps = FetchSettings &
  Bounds & {
    db: Database;
    /** a fault in the words a reader would get */
    describe(fault: FeedFault): string;
    network: OurNetwork;
    documents: DocumentStore;
    signal: AbortSignal | undefined;
    log: Pick<Logger, 'warn'>;
  };

/** What a batch says of a feed it polls. */
export type PollTerms = {
  leaseToken: string;
  /** of the feed's host, see `stretchOfHost` */
  hostStretch: number;
  /** asked before a redirect leads to another host */
  mayVisit(hostname: string): Promise<boolean>;
};

export type PollResult =
  /** left to the caller to write down, many at once */
  | { kind: 'unchanged'; next: Rescheduled }
  | { kind: 'changed'; newItems: number }
  /** `resting`: the host, its own or that of a redirect, which asked us to stay away from all that it has */
  | { kind: 'failed'; resting: string | null }
  /** nobody's fault; `waitMs` null: as soon as may be */
  | { kind: 'postponed'; waitMs: number | null }
  /** somebody else holds the feed by now */
  | { kind: 'skipped' };
