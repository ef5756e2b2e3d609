// A person in front of the chat page: subscribe, card, filter and what it would do, a template seen first, unsubscribe and undo.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../testing/browser.ts';
import { startConversation } from './testing.ts';

const VIEWPORT = { width: 1000, height: 900 };
const PICTURES = join(import.meta.dirname, '..', '..', '.data', 'pictures');
const room = await startConversation();
const browser = await launchBrowser();
after(() => browser.close());

async function openPage(): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  await page.goto(`${room.url}/#/${room.chats.private.id}/0`);
  await page.locator('#connection').waitFor({ state: 'hidden' });
  await mkdir(PICTURES, { recursive: true });
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.fill('#field', text);
  await page.press('#field', 'Enter');
}

const find = (page: Page, text: string) => page.locator('.message:not(.is-own)', { hasText: text }).last();
const shown = (page: Page, text: string) => find(page, text).waitFor();
const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last().click();

/** A picture of the page with that message and its buttons in sight: items that came below may have moved it out. */
async function picture(page: Page, name: string, text: string): Promise<void> {
  const message = find(page, text);
  await message.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  const { x, y, width, height } = (await message.boundingBox())!;
  assert.ok(
    x >= 0 && y >= 0 && x + width <= VIEWPORT.width && y + height <= VIEWPORT.height,
    `${name}: ${y} ${height}`,
  );
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

test('a person subscribes, sets a filter and a template by the card, unsubscribes and thinks better of it', async () => {
  const url = room.serveFeed('/herald.xml', {
    title: 'The Garden Herald',
    items: [
      { title: 'Tomatoes in a short summer', text: 'Which sorts ripen early, and how to help them along.' },
      { title: 'Slugs: what works', text: 'Copper, ducks and patience, tried for three years.' },
      { title: 'Sponsored: a new shovel', text: 'It digs.' },
    ],
  });
  const page = await openPage();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await shown(page, 'Hello!');
  await say(page, url);
  await shown(page, 'Subscribed to The Garden Herald');
  await shown(page, 'Tomatoes in a short summer');
  await tap(page, '⚙️ Settings of this feed');
  await shown(page, 'All is well');
  await picture(page, 'card', 'All is well');
  await tap(page, '🔎 Filter');
  await shown(page, 'Filter of The Garden Herald');
  await tap(page, '✏️ Set');
  await shown(page, 'Which words?');
  await say(page, '!sponsored');
  await shown(page, 'Of the last 3 items, 2 would come');
  await picture(page, 'filter', 'Of the last 3 items');
  await tap(page, '◀ Back');
  await shown(page, 'Filter: !sponsored');
  await tap(page, '🖋 Template');
  await shown(page, 'There is no template here');
  await tap(page, '✏️ Set');
  await say(page, '🌱 {{bold bot_item_name}}\n{{bot_item_description}}\n{{create_link "Read it" bot_item_link}}');
  await shown(page, '🌱 Tomatoes in a short summer');
  await shown(page, 'Keep it?');
  await picture(page, 'template', 'Keep it?');
  await tap(page, '✅ Keep it');
  await shown(page, 'The template was updated');
  await say(page, `/unsubscribe ${url}`);
  await shown(page, 'Unsubscribed from The Garden Herald');
  await tap(page, '↩️ Undo');
  await shown(page, 'All is well');
  await picture(page, 'undone', 'All is well');
  assert.deepEqual(room.misuse, []);
});

test('in a right-to-left language the menus read from the right', async () => {
  const page = await openPage();
  await say(page, '/language fa');
  await shown(page, 'فارسی');
  await say(page, '/list');
  await shown(page, 'این گفتگو');
  const list = find(page, 'این گفتگو');
  assert.equal(await list.locator('.text:dir(rtl)').count(), 1);
  assert.equal(await list.locator('.button-label:dir(rtl)', { hasText: 'بستن' }).count(), 1);
  assert.equal(await find(page, 'All is well').locator('.text:dir(ltr)').count(), 1);
  await picture(page, 'persian', 'این گفتگو');
});
