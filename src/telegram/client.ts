// The one door to the Bot API. telegraf makes the calls; deadlines, outcomes and its traps are ours.
import { Telegram, TelegramError } from 'telegraf';
import { asError } from '../errors.ts';
import { withoutSecrets } from '../log.ts';
import { type CallOutcome, type ErrorBody, readFailure } from './outcome.ts';

export type TelegramClient = {
  /**
   * One Bot API call, ended after `timeoutMs`. Whatever Telegram or the network does comes back as a value.
   * @param payload objects with a `source` are uploaded
   */
  call<Result>(method: string, payload: object, options?: CallOptions): Promise<CallOutcome<Result>>;
};

export type CallOptions = { timeoutMs?: number; signal?: AbortSignal | undefined };

/** telegraf's own limit is 500 s, far longer than a lease. */
const CALL_TIMEOUT_MS = 15_000;

export function createTelegramClient({ token, apiRoot }: { token: string; apiRoot: string }): TelegramClient {
  // webhookReply would write a call as the answer to an update, where its outcome is never seen.
  const telegram = new Telegram(token, { apiRoot, webhookReply: false });
  return {
    call: async <Result>(
      method: string,
      payload: object,
      { timeoutMs = CALL_TIMEOUT_MS, signal }: CallOptions = {},
    ) => {
      const deadline = AbortSignal.timeout(timeoutMs);
      const ended = signal ? AbortSignal.any([signal, deadline]) : deadline;
      try {
        // telegraf knows the methods of Bot API 7.1 and passes newer ones on unread, hence the casts.
        const result = await telegram.callApi(method as never, payload as never, { signal: ended as never });
        return { kind: 'ok', result: result as Result };
      } catch (thrown) {
        return readThrown(thrown);
      }
    },
  };
}

/** No connection was made, so the call was not carried out. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function readThrown(thrown: unknown): Exclude<CallOutcome<never>, { kind: 'ok' }> {
  if (thrown instanceof TelegramError) return readFailure(thrown.response as ErrorBody);
  const error = asError(thrown);
  if (NEVER_SENT.has((error as { code?: string }).code ?? ''))
    return { kind: 'failed', words: withoutSecrets(error.message) };
  if (error.name === 'AbortError' || error.name === 'FetchError')
    return { kind: 'unanswered', words: withoutSecrets(error.message) };
  throw error; // a fault of ours: the payload could not be made
}
