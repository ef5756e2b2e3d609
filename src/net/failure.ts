// Errors of undici, sockets, TLS and DNS, as reasons.
import { isGuardError } from './agent.ts';
import type { FailureReason } from './outcome.ts';

type FailureCode = Exclude<FailureReason['code'], 'status' | 'broken-body'>;

const CODES: Record<string, FailureCode> = {
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'malformed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'closed',
  UND_ERR_SOCKET: 'closed',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
};

/**
 * Which failure of theirs an error is, or `unreachable` for the guard's refusal.
 * Throws what carries no code: that is a fault of ours, not an answer of the network.
 */
export function classifyError(error: unknown): FailureCode | 'unreachable' {
  if (isGuardError(error)) return 'unreachable';
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === null) throw new Error('cannot tell why a request failed', { cause: error });
  if (Object.hasOwn(CODES, code)) return CODES[code]!;
  if (code.startsWith('EAI_')) return 'dns';
  if (code.startsWith('HPE_')) return 'malformed';
  if (
    /^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/.test(
      code,
    )
  )
    return 'tls';
  return 'connect'; // ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, UND_ERR_CONNECT_TIMEOUT, EMFILE …
}

/**
 * A kept-alive socket that the server closed just as we wrote: it had answered before, and nothing of this answer came.
 * RFC 9110 §9.2.2 lets a GET be sent again then, and only then is it no second request to the publisher.
 */
export function isStaleSocket(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'UND_ERR_SOCKET') return false;
  const socket = 'socket' in error ? (error.socket as { bytesRead?: number } | null) : null;
  return (socket?.bytesRead ?? 0) > 0;
}
