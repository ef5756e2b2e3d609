// A feed server and a guarded agent that may reach it and nothing else, for tests that fetch.
import { type AllowPrivate, parseAllowPrivate } from '../allow_private.ts';
import { type AgentOptions, createGuardedAgent, type GuardedAgent, type Lookup } from '../net/agent.ts';
import { type FeedFetchOptions, fetchFeed } from '../net/fetch.ts';
import type { FetchOutcome } from '../net/outcome.ts';
import { userAgent } from '../net/user_agent.ts';
import { type FeedServer, startFeedServer } from './feed_server.ts';

export type Fetcher = {
  server: FeedServer;
  agent: GuardedAgent;
  options: FeedFetchOptions;
  /** Fetches a URL, or a path of the server. */
  fetch(target: string, options?: Partial<FeedFetchOptions>): Promise<FetchOutcome>;
  close(): Promise<void>;
};

export type FetcherOptions = Omit<AgentOptions, 'allowPrivate'> & {
  addresses?: readonly string[];
  /** Entries of FETCH_ALLOW_PRIVATE. */
  allowPrivate?: readonly string[];
  /** Treats what is reached as public, to see the reasons that are hidden inside a private network. */
  isPublic?: boolean;
};

export async function startFetcher({
  addresses = ['127.0.0.1'],
  allowPrivate = ['127.0.0.0/8', '::1/128'],
  isPublic = false,
  ...agentOptions
}: FetcherOptions = {}): Promise<Fetcher> {
  const server = await startFeedServer(addresses);
  const guarded = createGuardedAgent({ ...agentOptions, allowPrivate: allowed(allowPrivate) });
  const agent = isPublic ? { ...guarded, isPrivate: () => false } : guarded;
  const options: FeedFetchOptions = {
    agent,
    userAgent: userAgent(1),
    timeoutMs: 20_000,
    maxBytes: 8 * 2 ** 20,
    maxDecodedBytes: 15 * 2 ** 20,
    validators: null,
  };
  return {
    server,
    agent,
    options,
    fetch: (target, changes) =>
      fetchFeed(target.startsWith('/') ? server.url(target) : target, { ...options, ...changes }),
    close: async () => {
      await agent.close();
      await server.close();
    },
  };
}

/** A resolver that knows these names only. */
export function resolverOf(names: Record<string, string | readonly string[]>): Lookup {
  return (hostname, _options, done) => {
    const addresses = [names[hostname] ?? []].flat();
    if (addresses.length === 0) {
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }), []);
    } else {
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    }
  };
}

function allowed(entries: readonly string[]): AllowPrivate {
  const { allow, bad } = parseAllowPrivate(entries);
  if (bad.length > 0) throw new Error(`not an entry of FETCH_ALLOW_PRIVATE: ${bad.join(', ')}`);
  return allow;
}
