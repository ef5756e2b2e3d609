// The one door to foreign servers. The guard sits where the connection is made: in the lookup, whose answer is the one dialled
// (so a name that flips between check and use gains nothing), and in the connector, since IP literals never reach a lookup.
import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { ALLOW_NOTHING, type AllowPrivate, plainHost } from '../allow_private.ts';
import { isAllowedAddress, isOpenedHost, isPrivateName, isPublicAddress } from './address.ts';

/** `dns.lookup` in its `all` form, which is how the guard asks. */
export type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type AgentOptions = {
  allowPrivate?: AllowPrivate;
  lookup?: Lookup;
  /** Sockets to one origin at once, in this process; as many as there are requests unless told otherwise. */
  connectionsPerOrigin?: number | null;
  connectTimeoutMs?: number;
  headersTimeoutMs?: number;
  /** The longest silence inside a body. */
  gapTimeoutMs?: number;
};

export type GuardedAgent = {
  dispatcher: Dispatcher;
  allowPrivate: AllowPrivate;
  /** Would a failure here speak of a private network? Then nobody may be told which failure it was. */
  isPrivate(hostname: string, port: number): boolean;
  /** Ends every connection, open requests included. */
  close(): Promise<void>;
};

/** Of all headers of one answer together. */
const MAX_HEADER_BYTES = 16_384;
const NOT_PUBLIC = 'ERR_ADDRESS_NOT_PUBLIC';

/**
 * How long a connection may take, of the time that one request has in all. Never all of it: a deadline that passed first would not tell a host
 * that answers late from one that cannot be reached at all, which is how we know of our own network being down.
 */
export function connectTimeoutWithin(timeoutMs: number): number {
  return Math.min(10_000, timeoutMs / 2);
}

/** Was this error the guard's own refusal to dial? */
export function isGuardError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NOT_PUBLIC;
}

/** An agent that dials public addresses only, and what `allowPrivate` opens. HTTP/1.1 without proxy variables. */
export function createGuardedAgent({
  allowPrivate = ALLOW_NOTHING,
  lookup = systemLookup,
  connectionsPerOrigin = null,
  connectTimeoutMs = 10_000,
  headersTimeoutMs = 15_000,
  gapTimeoutMs = 10_000,
}: AgentOptions = {}): GuardedAgent {
  const privateNames = new Set<string>();
  const dispatcher = new Agent({
    connect: guardConnector(allowPrivate, lookup, privateNames, connectTimeoutMs),
    connections: connectionsPerOrigin,
    headersTimeout: headersTimeoutMs,
    bodyTimeout: gapTimeoutMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    allowH2: false,
  });
  return {
    dispatcher,
    allowPrivate,
    isPrivate: (hostname, port) => {
      const host = plainHost(hostname);
      if (isIP(host) !== 0) return !isPublicAddress(host);
      return isPrivateName(host) || privateNames.has(host) || isOpenedHost(host, port, allowPrivate);
    },
    close: () => dispatcher.destroy(),
  };
}

function guardConnector(
  allow: AllowPrivate,
  lookup: Lookup,
  privateNames: Set<string>,
  timeoutMs: number,
): buildConnector.connector {
  const settings = { timeout: timeoutMs, allowH2: false };
  const strict = buildConnector({ ...settings, lookup: guardLookup(allow, lookup, privateNames) });
  const opened = buildConnector({ ...settings, lookup: passLookup(lookup) });
  return (options, done) => {
    const host = plainHost(options.hostname);
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (isOpenedHost(host, port, allow)) return opened(options, done);
    if (isIP(host) !== 0 && !isAllowedAddress(host, allow)) return done(notPublic(host), null);
    return strict(options, done);
  };
}

/** Refuses a name as soon as one of its answers may not be dialled: a mixed answer is an attack or a mistake, never a feed. */
function guardLookup(allow: AllowPrivate, lookup: Lookup, privateNames: Set<string>): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      if (addresses.length === 0 || addresses.some(({ address }) => !isAllowedAddress(address, allow))) {
        return done(notPublic(hostname), []);
      }
      if (addresses.some(({ address }) => !isPublicAddress(address))) privateNames.add(plainHost(hostname));
      return answerLookup(addresses, options.all, done);
    });
  };
}

function passLookup(lookup: Lookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) =>
      error ? done(error, []) : answerLookup(addresses, options.all, done),
    );
  };
}

function answerLookup(addresses: LookupAddress[], all: boolean | undefined, done: Parameters<LookupFunction>[2]): void {
  if (all) done(null, addresses);
  else done(null, addresses[0]!.address, addresses[0]!.family);
}

function notPublic(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`not a public address: ${hostname}`), { code: NOT_PUBLIC });
}
