// For the chat page's tests: a browser at a playground, and what one sees there.
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { TestBot } from './testing.ts';

type Place = { id: number };

/** Open the page at a chat, as Ada unless somebody else is chosen; a complaint of the browser fails the test. */
export async function openPage(
  browser: Browser,
  bot: TestBot,
  chat?: Place,
  options: BrowserContextOptions & { threadId?: number } = {},
) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (line) => ['error', 'warning'].includes(line.type()) && complaints.push(line.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  bot.atEnd(async () => {
    await context.close();
    assert.deepEqual(complaints, [], 'the browser complained');
  });
  await page.goto(chat ? `${bot.playground.url}/#/${chat.id}/${options.threadId ?? 0}` : bot.playground.url);
  await page.locator('#connection').waitFor({ state: 'hidden' });
  return page;
}

/** The bubble that holds this text. */
export const bubble = (page: Page, text: string) => page.locator('.bubble', { hasText: text });

export function mark(text: string, ...marks: [type: string, part: string, more?: object][]) {
  const entities = marks.map(([type, part, more]) => ({
    type,
    offset: text.indexOf(part),
    length: part.length,
    ...more,
  }));
  return { text, entities };
}

// Expressions for the browser are strings: this program is checked without the DOM's types.
export const styleOf = (page: Page, selector: string, property: string): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
export const colourOf = (page: Page) => styleOf(page, '.bubble', 'backgroundColor');
