// Errors of undici, sockets, TLS and DNS, as reasons.
import { isGuardError } from './agent.ts';
import type { FailureReason, Stopped } from './outcome.ts';

type FailureCode = Exclude<FailureReason['code'], 'status' | 'broken-body'>;

const CODES: Record<string, FailureCode | 'aborted'> = {
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  UND_ERR_CONNECT_TIMEOUT: 'connect',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'malformed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'closed',
  UND_ERR_SOCKET: 'closed',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
};

/** Node's and OpenSSL's names for a handshake or a certificate that failed. */
const TLS_CODE =
  /^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/**
 * What ended an exchange.
 * @param isPrivate no answer came from a private network: refused, closed, silent or unknown, nobody outside may learn which
 * @param signal its reason is a TimeoutError when the deadline passed; any other abort is the caller's
 */
export function explainError(
  error: unknown,
  { host, isPrivate, signal }: { host: string; isPrivate: boolean; signal: AbortSignal },
): Stopped {
  const isDeadline = signal.aborted && signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  const code = isDeadline ? 'timeout' : signal.aborted ? 'aborted' : classifyError(error);
  if (code === 'aborted') return { kind: 'postponed', reason: { code } };
  if (code === 'unreachable' || isPrivate) return { kind: 'refused', reason: { code: 'unreachable', host } };
  return { kind: 'failed', reason: { code, host } };
}

/**
 * Which failure of theirs an error is; `unreachable` for the guard's refusal, `aborted` for an agent that was closed meanwhile.
 * Throws what carries no code, or one that blames the request: that is a fault of ours, not an answer of the network.
 */
function classifyError(error: unknown): FailureCode | 'unreachable' | 'aborted' {
  if (isGuardError(error)) return 'unreachable';
  if (error instanceof Error && error.name === 'HTTPParserError') return 'malformed'; // some of them carry no code
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (Object.hasOwn(CODES, code)) return CODES[code]!;
  if (code === '' || code.startsWith('UND_ERR_')) throw new Error('cannot tell why a request failed', { cause: error });
  if (code.startsWith('EAI_')) return 'dns';
  if (code.startsWith('HPE_')) return 'malformed';
  return TLS_CODE.test(code) ? 'tls' : 'connect'; // ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EMFILE …
}

/**
 * A kept-alive socket that the server closed just as we wrote to it: it is one that has answered before.
 * RFC 9110 §9.2.2 lets a GET be sent again then; a socket that never answered is the server's refusal, not a race.
 */
export function isStaleSocket(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'UND_ERR_SOCKET') return false;
  const socket = 'socket' in error ? (error.socket as { bytesRead?: number } | null) : null;
  return (socket?.bytesRead ?? 0) > 0;
}
