// One POST of one update to a webhook, cut into several TCP writes as a slow line would.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Update } from './types.ts';
import type { Webhook } from './world.ts';

const ANSWER_WITHIN_MS = 60_000;
/** Long enough that the pieces arrive apart. */
const BETWEEN_PIECES_MS = 5;

export type WebhookReply =
  | { kind: 'answer'; status: number; retryAfter: string | undefined; body: Buffer }
  | { kind: 'broken'; reason: string };

/** Never rejects: what goes wrong on the way is a value. */
export function postUpdate(webhook: Webhook, update: Update, closing: AbortSignal): Promise<WebhookReply> {
  const body = Buffer.from(JSON.stringify(update));
  const request = webhook.url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const outgoing = request(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        ...(webhook.secret === '' ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }),
      },
      signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    outgoing.setNoDelay(true);
    outgoing.on('error', (error) => resolve({ kind: 'broken', reason: describe(error) }));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => resolve({ kind: 'broken', reason: describe(error) }));
      response.on('end', () => {
        const retryAfter = response.headers['retry-after'];
        resolve({ kind: 'answer', status: response.statusCode ?? 0, retryAfter, body: Buffer.concat(chunks) });
      });
    });
    const [start, rest] = cutBody(body);
    outgoing.write(start, () => setTimeout(() => outgoing.end(rest), BETWEEN_PIECES_MS));
  });
}

/** Cut inside the first character that is no ASCII, if there is one: whoever decodes piece by piece breaks it. */
export function cutBody(body: Buffer): [start: Buffer, rest: Buffer] {
  const wide = body.findIndex((byte) => byte >= 0x80);
  const cut = wide === -1 ? Math.floor(body.length / 2) : wide + 1;
  return [body.subarray(0, cut), body.subarray(cut)];
}

function describe(error: Error): string {
  return 'code' in error && error.code === 'ECONNREFUSED' ? 'Connection refused' : error.message || 'Connection closed';
}
