// One batch of polls under way: its hosts and their slots, what has come of its feeds, and what is yet to be written down.
import { type BatchTokens, type FeedToPoll, type HostSeen, type Rescheduled, settlePolls } from '../store/batches.ts';
import { giveBackFeeds } from '../store/feed_schedule.ts';
import { type HostTerms, leaseHost } from '../store/hosts.ts';
import { createHostSlots, type HostSlots } from './host_slots.ts';
import { pollFeed } from './poll.ts';
import type { PollDeps, PollResult } from './poll_terms.ts';

export const HOST_LEASE_MS = 120_000;
/** No request begins later than this into a batch, so that all end before the leases do, however long one may take. */
const lastStartMs = (timeoutMs: number) => Math.min(60_000, HOST_LEASE_MS - timeoutMs);
/** Good polls without news are written down together, at most so long after they were made: a feed that hangs must not hold up the others. */
const FLUSH_MS = 2_000;
/** When to look again at a feed that could not be asked now. */
const LATER_MS = 5_000;

export type SyncDeps = PollDeps & {
  hostConcurrency: number;
  /** see FLUSH_MS */
  flushMs?: number;
};

/** How many of a batch's feeds ended how; `skipped` belonged to somebody else by then. */
export type Tally = {
  unchanged: number;
  changed: number;
  failed: number;
  postponed: number;
  skipped: number;
  newItems: number;
};

type HostWatch = { stretch: number; polls: number; totalMs: number; isWell: boolean };

/** Owns the leases of its hosts, each until it is left, and of what it writes down until `end`. */
export class Batch {
  readonly tally: Tally = { unchanged: 0, changed: 0, failed: 0, postponed: 0, skipped: 0, newItems: 0 };
  readonly #tokens: BatchTokens;
  readonly #deps: SyncDeps;
  readonly #slots: HostSlots = createHostSlots();
  readonly #watches = new Map<string, HostWatch>();
  readonly #faults: unknown[] = [];
  readonly #startedAt = performance.now();
  readonly #left = new Set<string>();
  readonly #resting = new Set<string>();
  readonly #leasing = new Map<string, Promise<void>>();
  #unchanged: Rescheduled[] = [];
  #flush: NodeJS.Timeout | undefined;
  #settling: Promise<unknown> = Promise.resolve();

  /** @param hosts those that it holds */
  constructor(tokens: BatchTokens, hosts: Map<string, HostTerms>, deps: SyncDeps) {
    this.#tokens = tokens;
    this.#deps = deps;
    for (const [host, terms] of hosts) this.#hold(host, terms);
  }

  mayStart(): boolean {
    const { timeoutMs, signal } = this.#deps;
    return performance.now() - this.#startedAt < lastStartMs(timeoutMs) && !signal?.aborted;
  }

  /** @returns `leave-host` when the feed's host wants no more requests now */
  async poll(feed: FeedToPoll): Promise<'go-on' | 'leave-host'> {
    try {
      const result = await this.#pollInSlot(feed);
      await this.#note(feed, result);
      return this.#resting.has(feed.host) ? 'leave-host' : 'go-on';
    } catch (fault) {
      // A fault of ours with one feed: it falls due again when its lease ends, and the others go on.
      this.#count(fault);
      return 'go-on';
    }
  }

  /** A fault of ours counts, and stops nothing: these fall due again when their lease ends. */
  async putBack(feeds: FeedToPoll[], waitMs = LATER_MS): Promise<void> {
    this.tally.postponed += feeds.length;
    const feedIds = feeds.map((feed) => feed.feedId);
    await giveBackFeeds(this.#deps.db, this.#tokens.leaseToken, feedIds, waitMs).catch(this.#count);
  }

  /** For a host that has more feeds than it allows for. */
  stretch(host: string, stretch: number): void {
    this.#watches.get(host)!.stretch = stretch;
  }

  /** No feed of this host waits any more: it is let go as soon as no redirect visits it. */
  leave(host: string): void {
    this.#left.add(host);
    this.#settleSoon();
  }

  /** Write down what is left, and let the hosts go. @throws when a poll met a fault of ours */
  async end(): Promise<void> {
    clearTimeout(this.#flush);
    await this.#settling;
    for (const host of this.#watches.keys()) this.#left.add(host);
    await this.#settle();
    const [fault] = this.#faults;
    if (fault) throw new Error(`${this.#faults.length} polls of a batch broke`, { cause: fault });
  }

  #count = (fault: unknown): void => {
    this.#faults.push(fault);
  };

  #hold(host: string, { concurrency, stretch }: HostTerms): void {
    if (this.#slots.has(host)) return;
    this.#slots.add(host, concurrency);
    this.#watches.set(host, { stretch, polls: 0, totalMs: 0, isWell: false });
  }

  async #pollInSlot(feed: FeedToPoll): Promise<PollResult> {
    const watch = this.#watches.get(feed.host)!;
    const taken = [feed.host];
    const mayVisit = async (hostname: string) => {
      if (taken.includes(hostname)) return true; // back on a host of this poll, which asks one thing at a time
      const isFree = await this.#visit(hostname);
      if (isFree) taken.push(hostname);
      return isFree;
    };
    await this.#slots.take(feed.host);
    if (!this.mayStart() || this.#resting.has(feed.host)) {
      this.#slots.give(feed.host);
      return { kind: 'postponed', waitMs: null };
    }
    const beganAt = performance.now();
    try {
      const terms = { leaseToken: this.#tokens.leaseToken, hostStretch: watch.stretch, mayVisit };
      const result = await pollFeed(feed, terms, this.#deps);
      if (result.kind === 'failed' && result.resting !== null) this.#resting.add(result.resting);
      const isGood = result.kind === 'unchanged' || result.kind === 'changed';
      for (const host of isGood ? taken : []) this.#watches.get(host)!.isWell = true;
      return result;
    } finally {
      watch.polls += 1;
      watch.totalMs += performance.now() - beganAt;
      for (const host of taken) this.#slots.give(host);
    }
  }

  /** A redirect leads to another host: that one's lease and slots count too, and its wish to be left alone. */
  async #visit(hostname: string): Promise<boolean> {
    if (this.#resting.has(hostname)) return false;
    if (!this.#slots.has(hostname)) await (this.#leasing.get(hostname) ?? this.#lease(hostname));
    return !this.#resting.has(hostname) && this.#slots.tryTake(hostname);
  }

  /** One statement for all redirects that want the host at once: one that came late could see a lease that is just being ended. */
  #lease(name: string): Promise<void> {
    const { db, hostConcurrency: concurrency } = this.#deps;
    const lease = async () => {
      await this.#settling; // which may be letting it go
      const terms = await leaseHost(db, {
        name,
        leaseToken: this.#tokens.hostToken,
        leaseMs: HOST_LEASE_MS,
        concurrency,
      });
      if (terms === null) return;
      this.#hold(name, terms);
      this.leave(name);
    };
    const leasing = lease().finally(() => this.#leasing.delete(name));
    this.#leasing.set(name, leasing);
    return leasing;
  }

  async #note(feed: FeedToPoll, result: PollResult): Promise<void> {
    if (result.kind === 'postponed') return this.putBack([feed], result.waitMs ?? LATER_MS);
    this.tally[result.kind] += 1;
    if (result.kind === 'changed') this.tally.newItems += result.newItems;
    if (result.kind === 'unchanged') {
      this.#unchanged.push(result.next);
      this.#settleSoon();
    }
  }

  #settleSoon(): void {
    this.#flush ??= setTimeout(() => {
      this.#flush = undefined;
      this.#settling = this.#settling.then(() => this.#settle()).catch(this.#count);
    }, this.#deps.flushMs ?? FLUSH_MS);
  }

  /** Good polls that could not be written down are written the next time; a host that could not be let go is free when its lease ends. */
  async #settle(): Promise<void> {
    const hosts = [...this.#left].flatMap((host) => this.#letGo(host));
    const unchanged = this.#unchanged;
    this.#unchanged = [];
    try {
      await settlePolls(this.#deps.db, this.#tokens, { unchanged, hosts });
    } catch (error) {
      this.#unchanged.push(...unchanged);
      throw error;
    }
  }

  /** @returns what was seen of it; nothing while a redirect visits it */
  #letGo(name: string): HostSeen[] {
    if (!this.#slots.drop(name)) return [];
    const { polls, totalMs, isWell, stretch } = this.#watches.get(name)!;
    this.#watches.delete(name);
    this.#left.delete(name);
    const pollMs = polls === 0 ? null : totalMs / polls;
    return [{ name, pollMs, isWell: isWell && !this.#resting.has(name), stretch }];
  }
}
