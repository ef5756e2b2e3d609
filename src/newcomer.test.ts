// What a newcomer sees: npm start, a browser, and a feed followed in every kind of chat.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './testing/browser.ts';
import { copyCheckout } from './testing/checkout.ts';
import { addressOf, startProcess } from './testing/processes.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

type State = { sampleFeedUrl: string; chats: { id: number; kind: string; topics?: { id: number }[] }[] };

/** Bubbles of the bot in the chat that is open. */
const fromBot = (page: Page, text: string) => page.locator('.message:not(.is-own) .bubble', { hasText: text });

test('a newcomer follows the sample feed in a private chat, a group, a channel and a topic', async (t) => {
  const started = startProcess(t, 'start', { folder: copyCheckout(t), env: { PORT: '0' } });
  const base = await addressOf(started);
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (line) => ['error', 'warning'].includes(line.type()) && complaints.push(line.text()));
  await page.goto(base);
  const state = (await (await fetch(`${base}/playground/state`)).json()) as State;
  const { chats } = state;
  const places = [
    chats.find(({ kind }) => kind === 'private')!,
    chats.find(({ kind }) => kind === 'group')!,
    chats.find(({ kind }) => kind === 'channel')!,
    chats.find(({ topics }) => topics?.length)!,
  ].map((chat) => `${chat.id}/${chat.topics?.at(-1)?.id ?? 0}`);
  for (const place of places) {
    await page.goto(`${base}/#/${place}`);
    if (place === places[0]) await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.fill('#field', `/subscribe ${state.sampleFeedUrl}`);
    await page.press('#field', 'Enter');
    await fromBot(page, 'Subscribed to The Minute Gazette').waitFor();
    await fromBot(page, 'UTC').nth(2).waitFor(); // three items, each with its time
    assert.ok(
      (await fromBot(page, 'UTC').first().locator('a, b, strong').count()) > 0,
      'a title in bold, with its link',
    );
  }
  // A page that is not a feed, and a network that is nobody's business.
  for (const url of [`${base}/`, 'http://169.254.169.254/latest']) {
    await page.fill('#field', `/subscribe ${url}`);
    await page.press('#field', 'Enter');
  }
  await fromBot(page, '169.254.169.254 could not be reached').waitFor();
  assert.deepEqual(complaints, []);
  started.child.kill('SIGINT');
  assert.equal(await started.ended, 0, started.output());
});
