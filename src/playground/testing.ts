// For the playground's own tests: a server that ends with the test, and a plain caller of its Bot API.
import type { TestContext } from 'node:test';
import type { ReplyBody } from './api.ts';
import { type PlaygroundOptions, startPlayground } from './server.ts';
import type { Message, Update } from './types.ts';

export const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

export type Reply = ReplyBody & { status: number; headers: Headers };
export type TestBot = Awaited<ReturnType<typeof startBot>>;

/** A playground of its own for one test, and `call`, which posts JSON as a bot would. */
export async function startBot(t: TestContext, options: Partial<PlaygroundOptions> = {}) {
  const playground = await startPlayground({ token: TOKEN, tuning: { repeatedPollHoldMs: 0 }, ...options });
  const ends: (() => Promise<unknown>)[] = [() => playground.close()];
  t.after(async () => {
    for (const end of ends.reverse()) await end();
  });
  const call = async (method: string, params: object = {}, init: RequestInit = {}): Promise<Reply> => {
    const response = await fetch(`${playground.url}/bot${TOKEN}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
      ...init,
    });
    const body = (await response.json()) as ReplyBody;
    return { ...body, status: response.status, headers: response.headers };
  };
  return {
    playground,
    call,
    /** End something before the playground ends: what is opened last is closed first. */
    atEnd: (end: () => Promise<unknown>) => ends.push(end),
    /** The message a call returned. @throws when the call was refused */
    send: async (params: object, method = 'sendMessage'): Promise<Message> => {
      const reply = await call(method, params);
      if (!reply.ok) throw new Error(reply.description);
      return reply.result as Message;
    },
    /** The description of a refusal. */
    refusal: async (method: string, params: object): Promise<string | undefined> =>
      (await call(method, params)).description,
    updates: async (params: object = {}): Promise<Update[]> => (await call('getUpdates', params)).result as Update[],
  };
}
