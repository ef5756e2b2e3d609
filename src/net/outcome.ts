// Every way in which asking a foreign server can end, as values. Reasons carry data, never text for people, and name hosts, never addresses.

/** Both are opaque and sent back verbatim (RFC 9110 §8.8); null where the server gave none. */
export type Validators = { etag: string | null; lastModified: string | null };

/** Ours: we would not ask, or would not take what came. */
export type RefusalReason =
  | { code: 'invalid-url' }
  | { code: 'scheme'; host: string }
  | { code: 'port'; host: string; port: number }
  /** Not public, or anything that went wrong inside a private range: one reason, or we would be a port scanner. */
  | { code: 'unreachable'; host: string }
  | { code: 'too-many-redirects'; host: string; maxRedirects: number }
  | { code: 'too-large'; host: string; maxBytes: number }
  /** Chained or unknown Content-Encoding. */
  | { code: 'encoding'; host: string }
  | { code: 'content-type'; host: string };

/** Theirs: name, connection, certificate, time, protocol, status, body. */
export type FailureReason =
  | { code: 'dns'; host: string }
  | { code: 'connect'; host: string }
  | { code: 'tls'; host: string }
  | { code: 'timeout'; host: string }
  /** The connection closed before the answer was whole. */
  | { code: 'closed'; host: string }
  /** Not HTTP, or headers beyond every measure. */
  | { code: 'malformed'; host: string }
  | { code: 'status'; host: string; status: number }
  /** The body does not decompress: truncated or damaged. */
  | { code: 'broken-body'; host: string };

export type Refused = { kind: 'refused'; reason: RefusalReason };
export type Failed = { kind: 'failed'; reason: FailureReason };

/** Nobody's fault: the caller's signal ended it, or the caller's `mayVisit` kept us from the host of a redirect. Ask again later, count nothing. */
export type Postponed = {
  kind: 'postponed';
  reason: { code: 'aborted' } | { code: 'host-held'; hostname: string; host: string };
};

/**
 * The server asks us to come less often.
 * scope `host`: hold back every feed of `hostname` (the host that answered, maybe that of a redirect); scope `feed` (403): this one only.
 * `host` is what may be shown, as in the other reasons: `hostname` may be an address that a redirect led to.
 * `waitMs` is its Retry-After, at most 7 days; null: it named no time.
 */
export type Throttled = {
  kind: 'throttled';
  scope: 'feed' | 'host';
  hostname: string;
  host: string;
  status: number;
  waitMs: number | null;
};

export type Stopped = Refused | Failed | Postponed;

/**
 * `permanentUrl` is where the unbroken leading run of 301/308 ends: the URL as it was given when there was none. It keeps the credentials of a URL that
 * has them while the host stays the same, so show it through `withoutCredentials` only. `freshForMs`: for how long the server promised no change (0: it did not).
 */
export type FetchOutcome =
  | { kind: 'unchanged'; permanentUrl: string; validators: Validators; freshForMs: number }
  | FetchedDocument
  | { kind: 'gone' }
  | Throttled
  | Stopped;

export type FetchedDocument = {
  kind: 'document';
  /** Decompressed. */
  bytes: Uint8Array;
  /** sha-256 of `bytes`, hex: equal to the last one means unchanged, whatever the validators say. */
  bodyHash: string;
  contentType: string | null;
  /** Where the bytes came from, without credentials: the base of relative links. */
  url: string;
  permanentUrl: string;
  validators: Validators;
  freshForMs: number;
};
