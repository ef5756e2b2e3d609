// Every sample of src/message/samples in every mode as the playground's chat page shows it, light and dark.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { renderDigest } from '../src/message/digest.ts';
import { DEFAULT_OPTIONS, type MessageOptions } from '../src/message/options.ts';
import type { Part } from '../src/message/part.ts';
import { renderItem } from '../src/message/render.ts';
import { SAMPLES, type Sample } from '../src/message/samples/index.ts';
import { type Playground, startPlayground } from '../src/playground/server.ts';
import { createTelegramClient } from '../src/telegram/client.ts';
import { sendPart } from '../src/telegram/send.ts';
import { launchBrowser } from '../src/testing/browser.ts';
import { readCommandLine } from './command_line.ts';
import { startPictures, withPictures } from './gallery/pictures.ts';
import { describeSheet } from './gallery/sheet.ts';

const FOLDER = join(import.meta.dirname, '..', '.data', 'gallery');
const TOKEN = '7000000001:gallery-of-the-playground';
const TEMPLATE = [
  '<b>{{bot_feed_name}}</b>',
  '{{create_link (or bot_item_name "A post") bot_item_link}}',
  '{{#if bot_item_description}}',
  '\n{{substring bot_item_description 400}}',
  '{{/if}}',
  '\n{{date bot_date "d MMMM yyyy"}}{{#if bot_item_author}}, {{bot_item_author}}{{/if}}',
].join('\n');
const ALL_LINES = { showAuthor: true, showDate: true, hashtags: { own: ['gallery'], fromCategories: true } };
const MODES: Record<string, Partial<MessageOptions>> = {
  auto: {},
  full: { mode: 'full', ...ALL_LINES },
  title: { mode: 'title', preview: 'small' },
  template: { mode: 'template', template: TEMPLATE, media: 'off', preview: 'off' },
};
/** A phone's width, so that what would not fit one is seen. */
const VIEWPORT = { width: 412, height: 900 };

type Shot = { name: string; mode: string; chatId: number };

const USAGE = `npm run gallery -- [NAME ...]

  Every sample in every mode as the playground's chat page shows it, light and dark, as pictures in ${FOLDER}.
  Samples: ${SAMPLES.map(({ name }) => name).join(', ')}`;

const samples = readCommandLine(USAGE, () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const unknown = positionals.find((wanted) => SAMPLES.every(({ name }) => name !== wanted));
  if (unknown !== undefined) throw new RangeError(`No sample is called '${unknown}'.`);
  return SAMPLES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
});
const pictures = await startPictures();
const playground = await startPlayground({ token: TOKEN });
const browser = await launchBrowser();
try {
  const shots = await postAll(samples);
  for (const theme of ['light', 'dark'] as const) await takeShots(browser, theme, shots);
  const rows = [...new Set(shots.map(({ name }) => name))].map((name) => ({
    name,
    modes: shots.filter((shot) => shot.name === name).map(({ mode }) => mode),
  }));
  await writeFile(join(FOLDER, 'index.html'), describeSheet(rows));
  console.log(`${shots.length} chats of ${samples.length} samples: ${join(FOLDER, 'index.html')}`);
} finally {
  await browser.close();
  await playground.close();
  await pictures.close();
}

async function postAll(shown: Sample[]): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const sample of shown) {
    for (const [mode, options] of Object.entries(MODES)) {
      const parts = renderItem({
        ...sample,
        options: { ...DEFAULT_OPTIONS, ...options },
        texts: { readOn: 'Read on' },
      });
      shots.push({ name: sample.name, mode, chatId: await post(playground, sample.feed.title ?? '', parts) });
    }
  }
  const groups = shown
    .slice(0, 12)
    .map(({ feed, item }, index) => ({ feed, items: [item], options: { ...DEFAULT_OPTIONS, showDate: index === 0 } }));
  shots.push({
    name: 'digest',
    mode: 'digest',
    chatId: await post(playground, 'Morning digest', renderDigest(groups)),
  });
  return shots;
}

/** @returns the id of a new channel that holds the parts. @throws when the playground does not take one */
async function post(
  { createChat, people, url }: Playground & { url: string },
  title: string,
  parts: Part[],
): Promise<number> {
  const { id } = createChat({ kind: 'channel', title, members: { [people.owner.id]: 'creator' } });
  const client = createTelegramClient({ token: TOKEN, apiRoot: url });
  let first: string | undefined;
  for (const part of parts) {
    const sent = await sendPart(client, withPictures(part, pictures.url), {
      telegramId: String(id),
      threadId: 0,
      replyTo: first,
    });
    if (sent.kind !== 'sent') throw new Error(`${title}: ${sent.kind} ${JSON.stringify(sent)}`);
    first ??= sent.messageIds[0];
  }
  return id;
}

async function takeShots(browser: Browser, theme: 'light' | 'dark', shots: Shot[]): Promise<void> {
  const folder = join(FOLDER, theme);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext({
    viewport: VIEWPORT,
    colorScheme: theme,
    reducedMotion: 'reduce',
    bypassCSP: true,
  });
  const page = await context.newPage();
  await page.goto(playground.url);
  await page.locator('#connection').waitFor({ state: 'hidden' });
  for (const { name, mode, chatId } of shots) {
    await openChat(page, chatId);
    await page.locator('main').screenshot({ path: join(folder, `${name}.${mode}.png`) });
  }
  await context.close();
}

/** Open a chat and make the window as tall as it, with all pictures there. */
async function openChat(page: Page, chatId: number): Promise<void> {
  await page.setViewportSize(VIEWPORT);
  await page.goto(`${playground.url}/#/${chatId}/0`);
  await page.locator('#messages article').first().waitFor();
  // Expressions for the browser are strings: this program is checked without the DOM's types.
  await page.evaluate(`document.querySelectorAll('img').forEach((image) => { image.loading = 'eager'; })`);
  await page.waitForFunction(`[...document.images].every((image) => image.complete)`);
  const height = await page.evaluate<number>(
    `[...document.querySelectorAll('#messages > *, header.bar, footer')].reduce((sum, { offsetHeight }) => sum + offsetHeight + 8, 40)`,
  );
  await page.setViewportSize({ ...VIEWPORT, height: Math.min(Math.max(height, 300), 12_000) });
}
