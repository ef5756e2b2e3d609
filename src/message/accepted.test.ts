// What we render, posted to a Bot API server that refuses what Telegram refuses and mends what Telegram mends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { startBot, type TestBot, TOKEN } from '../playground/testing.ts';
import type { Message } from '../playground/types.ts';
import { createTelegramClient } from '../telegram/client.ts';
import { sendPart } from '../telegram/send.ts';
import { renderDigest } from './digest.ts';
import { DEFAULT_OPTIONS, type MessageOptions } from './options.ts';
import type { Entity, Part } from './part.ts';
import { renderItem } from './render.ts';
import { SAMPLES } from './samples/index.ts';
import { splitRich } from './split.ts';
import { anyHtml, anyRichText, mutated } from './testing.ts';

const texts = { readOn: 'Read on' };
const SOURCES = SAMPLES.map(({ item }) => item.content ?? item.summary ?? '').filter((html) => html !== '');
const TEMPLATE = '{{bold bot_item_name}} <i>by</i> {{bot_item_author}}\n{{substring bot_item_description 300}}';

const STYLES = new Set(['bold', 'italic', 'underline', 'strikethrough', 'spoiler']);

/** Entities in one order; runs of a style that touch look as one, and are one to the server. */
function asSeen(entities: Entity[]): Entity[] {
  const seen: Entity[] = [];
  for (const entity of entities.toSorted((a, b) => a.type.localeCompare(b.type) || a.offset - b.offset)) {
    const last = seen.at(-1);
    const isMore = STYLES.has(entity.type) && last?.type === entity.type && last.offset + last.length === entity.offset;
    if (isMore) last.length += entity.length;
    else seen.push({ ...entity });
  }
  return seen;
}

/** Mode and lines below in every combination; a picture makes the text a caption. */
const anyOptions = (): fc.Arbitrary<Partial<MessageOptions>> =>
  fc.record({
    mode: fc.constantFrom('auto', 'full', 'title', 'template'),
    media: fc.constantFrom('on', 'off', 'only'),
    preview: fc.constantFrom('off', 'on', 'small', 'large', 'above'),
    template: fc.constantFrom(TEMPLATE, '{{bot_item_content}}', null),
    showAuthor: fc.boolean(),
    showDate: fc.boolean(),
    showSource: fc.boolean(),
  });

/** What the server keeps of a message must be what was sent: it drops and mends silently. */
async function assertKept(bot: TestBot, parts: Part[]): Promise<void> {
  const { private: chat } = bot.playground.chats;
  const client = createTelegramClient({ token: TOKEN, apiRoot: bot.playground.url });
  for (const part of parts) {
    const outcome = await sendPart(client, part, { telegramId: String(chat.id), threadId: 0 });
    assert.equal(outcome.kind, 'sent', JSON.stringify([outcome, part]));
    const id = Number(outcome.kind === 'sent' && outcome.messageIds[0]);
    const message = bot.playground.messagesIn(chat).find(({ message_id }) => message_id === id);
    assert.deepEqual(shownIn(message!), { text: part.text, entities: asSeen(part.entities) });
    bot.playground.deleteMessage(chat, id);
  }
}

/** Text and our entities; what the server found by itself, such as hashtags, is its own. */
function shownIn(message: Message): { text: string; entities: unknown[] } {
  const found = new Set(['url', 'email', 'hashtag', 'cashtag', 'mention', 'bot_command', 'phone_number']);
  const entities = (message.entities ?? message.caption_entities ?? []) as Entity[];
  return {
    text: message.text ?? message.caption ?? '',
    entities: asSeen(entities.filter(({ type }) => !found.has(type))),
  };
}

test('the samples are taken and kept as they are, in every mode', async (t) => {
  const bot = await startBot(t);
  for (const mode of ['auto', 'full', 'title', 'template'] as const) {
    for (const sample of SAMPLES) {
      const options = { ...DEFAULT_OPTIONS, mode, template: TEMPLATE, showAuthor: true, showDate: true };
      await assertKept(bot, renderItem({ ...sample, options, texts }));
    }
  }
  await assertKept(
    bot,
    renderDigest(SAMPLES.map(({ feed, item }) => ({ feed, items: [item], options: DEFAULT_OPTIONS }))),
  );
  assert.deepEqual(bot.playground.misuse, []);
});

test('any HTML in any mode is taken and kept as it is', async (t) => {
  const bot = await startBot(t);
  const html = fc.oneof(anyHtml(), mutated(SOURCES));
  const property = fc.asyncProperty(
    html,
    fc.string({ unit: 'binary', maxLength: 30 }),
    anyOptions(),
    async (content, title, set) => {
      const item = { ...SAMPLES[0]!.item, title, content, author: title, summary: null, categories: [title] };
      const feed = { title, link: 'https://a.example/', url: 'https://a.example/feed' };
      await assertKept(bot, renderItem({ feed, item, options: { ...DEFAULT_OPTIONS, ...set }, texts }));
    },
  );
  await fc.assert(property, { numRuns: 400 });
});

test('any rich text is split into parts that are taken and kept as they are', async (t) => {
  const bot = await startBot(t);
  const property = fc.asyncProperty(anyRichText(), fc.integer({ min: 5, max: 30 }), async (rich, max) => {
    const pieces = splitRich(rich, { first: max, rest: max });
    await assertKept(
      bot,
      pieces.map((piece) => ({ kind: 'text', preview: 'off', previewUrl: null, ...piece })),
    );
  });
  await fc.assert(property, { numRuns: 400 });
});
