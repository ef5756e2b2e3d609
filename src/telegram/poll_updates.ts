// Asks Telegram for updates by long polling, and hands each batch over before it is acknowledged.
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { TelegramClient } from './client.ts';
import type { CallFailure } from './outcome.ts';

/** Kinds of updates we read; Telegram remembers the list. */
export const ALLOWED_UPDATES = ['message', 'channel_post', 'callback_query', 'my_chat_member'] as const;

/** Telegram holds a question open for up to 50 s; a dead connection is found a little later. */
const HOLD_S = 50;
const CALL_TIMEOUT_MS = 65_000;
const BATCH = 100;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

type Update = { update_id: number };

export type PollingDeps = {
  telegram: TelegramClient;
  /** must have stored the updates when it returns: the next question acknowledges them */
  store(updates: Update[]): Promise<void>;
  signal: AbortSignal;
  log: Pick<Logger, 'warn' | 'error'>;
};

/** Poll until `signal`. Whatever Telegram answers, it goes on; only `store` may throw. */
export async function pollUpdates({ telegram, store, signal, log }: PollingDeps): Promise<void> {
  // Without an offset the first answer begins with the oldest update that nobody has acknowledged.
  let offset: number | undefined;
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    const question = { offset, limit: BATCH, timeout: HOLD_S, allowed_updates: ALLOWED_UPDATES };
    const outcome = await telegram.call<Update[]>('getUpdates', question, { timeoutMs: CALL_TIMEOUT_MS, signal });
    if (outcome.kind === 'ok') {
      await store(outcome.result);
      offset = outcome.result.at(-1) ? outcome.result.at(-1)!.update_id + 1 : offset;
      waitMs = FIRST_WAIT_MS;
    } else if (!signal.aborted) {
      report(outcome, log);
      await wait(outcome.kind === 'throttled' ? outcome.waitMs : waitMs, undefined, { signal }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
  }
}

function report(outcome: CallFailure, log: PollingDeps['log']): void {
  if (outcome.kind === 'unauthorized')
    log.error({ words: outcome.words }, 'Telegram does not know TELEGRAM_BOT_TOKEN: is it right, or was it revoked?');
  else log.warn({ outcome }, 'Telegram gave no updates, asking again');
}
