// For end-to-end tests of the conversation: a bot, a worker, a playground in Telegram's place and a web server with feeds, in one process.
import { EventEmitter } from 'node:events';
import { after } from 'node:test';
import { run } from 'graphile-worker';
import { startBot } from '../bot.ts';
import { readConfig, requireSettings } from '../config.ts';
import { createLogger } from '../log.ts';
import { type Playground, startPlayground } from '../playground/server.ts';
import { TOKEN } from '../playground/testing.ts';
import type { Message } from '../playground/types.ts';
import type { Chat, ChatRef, PersonRef } from '../playground/world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type FeedServer, startFeedServer } from '../testing/feed_server.ts';
import { workerContext } from '../worker_context.ts';
import { workerPreset } from '../worker_preset.ts';

export type Conversation = Playground & {
  db: TestDatabase;
  feeds: FeedServer;
  /** the chat page's address */
  url: string;
  /** Serve a feed with so many items. @returns its URL */
  serveFeed(path: string, feed?: SampleFeed): string;
  /** A new private chat, started by its person. */
  newPerson(language?: string): { chat: ChatRef; person: PersonRef };
  /** Say it and wait for the bot's next text in the chat that fits. @returns that message */
  ask(chat: ChatRef, from: PersonRef, text: string, answer: RegExp, options?: AskOptions): Promise<Message>;
  /** The bot's message with this text, once it is there. */
  seen(chat: ChatRef, text: RegExp, options?: { after?: number }): Promise<Message>;
  /** The calls that Telegram would have refused, each as its method and its words. */
  refusals(): string[];
  /** Tap a button and wait until the chat shows a message of the bot's that fits. */
  tapFor(chat: ChatRef, message: Message, button: string, from: PersonRef, shown: RegExp): Promise<Message>;
};

/** Only ends a wait for what never comes; the machine may be busy. */
const PATIENCE_MS = 60_000;

type AskOptions = Parameters<Playground['say']>[3];
export type SampleFeed = {
  title?: string;
  items?: { title: string; text?: string; author?: string; categories?: string[] }[];
};

/** Call at the top of a test file, once: the worker's tasks read the settings of their process. */
export async function startConversation(settings: Record<string, string> = {}): Promise<Conversation> {
  const ends: (() => Promise<unknown>)[] = [];
  after(async () => {
    for (const end of ends.reverse()) await end();
  });
  const db = await testDatabase();
  const playground = await startPlayground({ token: TOKEN, tuning: { repeatedPollHoldMs: 0 } });
  const feeds = await startFeedServer();
  ends.push(feeds.close, playground.close);
  Object.assign(process.env, {
    DATABASE_URL: db.url,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: playground.url,
    FETCH_ALLOW_PRIVATE: `127.0.0.1:${feeds.port}`,
    TELEGRAM_MESSAGES_PER_SECOND: '1000',
    TELEGRAM_PAID_BROADCAST: 'on',
    LOG_LEVEL: 'warn',
    ...settings,
  });
  const config = requireSettings(readConfig(), ['DATABASE_URL', 'TELEGRAM_BOT_TOKEN']);
  const worker = await run({ preset: workerPreset(workerContext(), new EventEmitter()), noHandleSignals: true });
  ends.push(() => worker.stop());
  await startBot(config, { log: createLogger(config.LOG_LEVEL), signal: new AbortController().signal, ends });
  return { ...playground, db, feeds, ...createActs(playground, feeds) };
}

function createActs(playground: Playground, feeds: FeedServer) {
  const seen = (chat: ChatRef, text: RegExp, { after: last = 0 } = {}) =>
    playground.waitFor(
      () => byBot(playground, chat).find((message) => wasTouched(message, last) && fits(message, text)),
      {
        timeoutMs: PATIENCE_MS,
        what: `a message like ${text}`,
      },
    );
  const tap: Playground['tap'] = (chat, messageId, button, from) =>
    playground.tap(chat, messageId, button, from, { timeoutMs: PATIENCE_MS });
  return {
    seen,
    tap,
    refusals: () =>
      playground
        .refusedCalls()
        .map(({ method, reply }) => `${method}: ${(reply as { description: string }).description}`),
    serveFeed: (path: string, feed: SampleFeed = {}) => {
      feeds.on(path, { headers: { 'content-type': 'application/rss+xml' }, body: writeFeed(feeds.url(path), feed) });
      return feeds.url(path);
    },
    newPerson: (language = 'en') => {
      const person = playground.createPerson({ language });
      const chat = playground.createChat({ kind: 'private', personId: person.id });
      return { chat, person };
    },
    ask: async (chat: ChatRef, from: PersonRef, text: string, answer: RegExp, options: AskOptions = {}) => {
      const said = playground.say(chat, from, text, options);
      return seen(chat, answer, { after: said.message_id });
    },
    tapFor: async (chat: ChatRef, message: Message, button: string, from: PersonRef, shown: RegExp) => {
      await tap(chat, message.message_id, button, from);
      return seen(chat, shown);
    },
  };
}

function byBot(playground: Playground, chat: ChatRef): Message[] {
  const { own } = playground.world.chats.get(typeof chat === 'object' ? (chat as Chat).id : chat)!;
  return playground.messagesIn(chat).filter((message) => own.has(message.message_id));
}

function wasTouched(message: Message, after: number): boolean {
  return message.message_id > after;
}

function fits(message: Message, text: RegExp): boolean {
  return text.test(message.text ?? message.caption ?? '');
}

function writeFeed(
  url: string,
  { title = 'Morning Paper', items = [{ title: 'First' }, { title: 'Second' }] }: SampleFeed,
) {
  const asXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const written = items.map(
    (item, index) => `<item>
      <title>${asXml(item.title)}</title><link>${url}/${index}</link><guid>${url}/${index}</guid>
      <description>${asXml(item.text ?? '')}</description>${item.author ? `<dc:creator>${asXml(item.author)}</dc:creator>` : ''}
      ${(item.categories ?? []).map((name) => `<category>${asXml(name)}</category>`).join('')}
      <pubDate>${new Date(Date.UTC(2026, 0, 20 - index, 12)).toUTCString()}</pubDate>
    </item>`,
  );
  return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
    <title>${asXml(title)}</title><link>${url}</link><description></description>${written.join('')}</channel></rss>`;
}
