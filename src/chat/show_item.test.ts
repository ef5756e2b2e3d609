// What is shown on request goes through the budget that all sends share.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMedia } from '../message/images.ts';
import type { Part } from '../message/part.ts';
import type { TelegramClient } from '../telegram/client.ts';
import { sendParts } from './show_item.ts';

test('an album that a person asked for takes as many tokens as it has pieces, and each try takes them again', async () => {
  const calls: string[] = [];
  const telegram: TelegramClient = {
    call: async (method) => {
      calls.push(method);
      return { kind: 'throttled', waitMs: 0 };
    },
  };
  const waits: number[] = [];
  const budget = { waitFor: async (_lane: string, count: number) => void waits.push(count) };
  const media = [1, 2, 3].map((n) => aMedia('image', `http://pictures.example/${n}.jpg`));
  const album: Part = { kind: 'album', media, text: 'Album', entities: [] };
  await sendParts({ budget, telegram, place: { telegramId: '1', threadId: 0 } }, [album]);
  assert.deepEqual([...new Set(calls)], ['sendMediaGroup']);
  assert.deepEqual(
    waits,
    calls.map(() => 3),
  );
});
