// Updates that Telegram brings to us, instead of being asked: stored, acknowledged, and handled by the bot process.
import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { Config } from '../config.ts';
import { ALLOWED_UPDATES } from '../telegram/poll_updates.ts';

const PATH = '/telegram';
/** An update is a few kilobytes; the largest messages with entities stay far below this. */
const BODY_LIMIT = 1024 * 1024;

/** The payload of setWebhook, or null where updates are asked for by long polling. */
export function webhookUrl({ WEBHOOK_DOMAIN, WEBHOOK_SECRET }: Config): object | null {
  if (!WEBHOOK_DOMAIN) return null;
  const origin = /^https?:\/\//.test(WEBHOOK_DOMAIN) ? WEBHOOK_DOMAIN : `https://${WEBHOOK_DOMAIN}`;
  const url = new URL(PATH, origin).href;
  return { url, secret_token: WEBHOOK_SECRET, allowed_updates: ALLOWED_UPDATES };
}

/** @param store must have stored the update when it returns: our answer acknowledges it */
export function webhookRoutes(
  secret: string,
  store: (update: { update_id: number }) => Promise<void>,
): FastifyPluginAsync {
  return async (app) => {
    app.post(PATH, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      if (!isSecret(request.headers['x-telegram-bot-api-secret-token'], secret)) return reply.code(403).send();
      const update = request.body as { update_id?: unknown } | null;
      if (!Number.isSafeInteger(update?.update_id)) return reply.code(400).send();
      await store(update as { update_id: number });
      return reply.code(200).send();
    });
  };
}

function isSecret(given: string | string[] | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
