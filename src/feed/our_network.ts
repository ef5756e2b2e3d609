// Whether what fails is our own network, as the polls of this process tell. Times are of any steady clock, in milliseconds.

const WINDOW_MS = 300_000;
const DAY_MS = 86_400_000;
/** More say nothing new, and all are looked at whenever a host cannot be reached. */
const MOST_HOSTS = 2_000;

/** `wasFailing`: the poll before it had failed too, so by itself it says nothing about us. */
type HostPoll = { host: string; isUnreachable: boolean; wasFailing: boolean };

export type OurNetwork = {
  note(poll: HostPoll, nowMs: number): void;
  isDown(nowMs: number): boolean;
};

/** A host as it was polled last. `sinceMs`: the first of its polls in a row that ended like this; `wasFailing` as of that one. */
type Seen = { isUnreachable: boolean; wasFailing: boolean; sinceMs: number; atMs: number };

/**
 * Our network is down when of the hosts polled in the last five minutes at least two, and most, could not be found or connected to in those
 * minutes, having been well before. By host, since one large host that is down is not us. What failed at its beginning belongs to an
 * outage for as long as it lasts: else feeds that were counted before it showed would look dead, and end it.
 */
export function watchOurNetwork(): OurNetwork {
  const hosts = new Map<string, Seen>(); // polled last, stands last
  let downSinceMs: number | null = null;
  return {
    note({ host, isUnreachable, wasFailing }, nowMs) {
      const before = hosts.get(host);
      hosts.delete(host);
      hosts.set(
        host,
        before?.isUnreachable === isUnreachable
          ? { ...before, atMs: nowMs, wasFailing: before.wasFailing && wasFailing }
          : { isUnreachable, wasFailing: wasFailing && before === undefined, sinceMs: nowMs, atMs: nowMs },
      );
      if (hosts.size > MOST_HOSTS) hosts.delete(hosts.keys().next().value!);
    },
    isDown(nowMs) {
      const { reached, lost } = countHosts(hosts, (downSinceMs ?? nowMs) - WINDOW_MS);
      // While some hosts answer, others that do not for a day are gone for reasons of their own.
      const isOver = reached > 0 && downSinceMs !== null && nowMs - downSinceMs > DAY_MS;
      const isDown = lost >= 2 && lost > reached && !isOver;
      downSinceMs = isDown ? (downSinceMs ?? nowMs) : null;
      return isDown;
    },
  };
}

/** Hosts polled since then: those that answered, and those that were well and answer no more. */
function countHosts(hosts: ReadonlyMap<string, Seen>, sinceMs: number): { reached: number; lost: number } {
  let reached = 0;
  let lost = 0;
  for (const seen of hosts.values()) {
    if (seen.atMs < sinceMs) continue;
    if (!seen.isUnreachable) reached += 1;
    else if (!seen.wasFailing && seen.sinceMs >= sinceMs) lost += 1;
  }
  return { reached, lost };
}
