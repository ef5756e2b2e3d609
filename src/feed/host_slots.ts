// How many requests a batch has open on each host it holds: its own feeds wait for a slot, a redirect that leads there takes one or turns back.

export type HostSlots = {
  /** Take in a host that the batch holds; one it has already stays as it is. */
  add(host: string, concurrency: number): void;
  has(host: string): boolean;
  /** Wait for a slot. */
  take(host: string): Promise<void>;
  /** Take a slot if one is free: whoever waited here while holding another host's slot could wait for ever. */
  tryTake(host: string): boolean;
  give(host: string): void;
  /** Let a host go, unless one of its slots is taken. @returns whether it is gone */
  drop(host: string): boolean;
};

/** The slots of one batch; it holds no host yet. */
export function createHostSlots(): HostSlots {
  const free = new Map<string, number>();
  const all = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  const tryTake = (host: string) => {
    const slots = free.get(host) ?? 0;
    if (slots > 0) free.set(host, slots - 1);
    return slots > 0;
  };
  return {
    add: (host, concurrency) => {
      if (all.has(host)) return;
      all.set(host, concurrency);
      free.set(host, concurrency);
    },
    has: (host) => all.has(host),
    tryTake,
    take: async (host) => {
      if (tryTake(host)) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(host, [...(waiting.get(host) ?? []), resolve]);
      await promise;
    },
    give: (host) => {
      const next = waiting.get(host)?.shift();
      if (next) next();
      else free.set(host, (free.get(host) ?? 0) + 1);
    },
    drop: (host) => free.get(host) === all.get(host) && free.delete(host) && all.delete(host),
  };
}
