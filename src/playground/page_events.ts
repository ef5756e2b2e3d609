// Server-sent events for the chat page: what just happened in any chat.
import type { FastifyInstance } from 'fastify';
import { viewMessage } from './page_view.ts';
import type { Message } from './types.ts';
import type { World } from './world.ts';

const KINDS = ['message', 'edited', 'deleted', 'answer', 'chats'];
const KEEP_ALIVE_MS = 25_000;

export function addEventRoute(app: FastifyInstance, world: World, closing: AbortSignal): void {
  app.get('/playground/events', (_request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' });
    raw.write('retry: 1000\n\n');
    const listeners = KINDS.map((kind): [string, (detail: unknown) => void] => [
      kind,
      (detail) => raw.write(`event: ${kind}\ndata: ${JSON.stringify(viewEvent(world, kind, detail))}\n\n`),
    ]);
    for (const [kind, listener] of listeners) world.events.on(kind, listener);
    const alive = setInterval(() => raw.write(': alive\n\n'), KEEP_ALIVE_MS);
    const close = () => raw.end();
    closing.addEventListener('abort', close);
    raw.once('close', () => {
      clearInterval(alive);
      closing.removeEventListener('abort', close);
      for (const [kind, listener] of listeners) world.events.off(kind, listener);
    });
  });
}

function viewEvent(world: World, kind: string, detail: unknown): unknown {
  if (kind === 'message' || kind === 'edited') return viewMessage(world, detail as Message);
  return detail ?? {};
}
