// How messages look on the chat page, on any screen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../testing/browser.ts';
import { bubble, colourOf, mark, openPage, styleOf } from './page_testing.ts';
import { startBot } from './testing.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

test('text is drawn from its entities, nested and cut where they overlap', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const page = await openPage(browser, bot, chat);
  const text =
    '😀 bold and both italic, code, gone, under, here\nlet x = 1;\nafter #tag /help https://example.org/post.';
  const said = mark(
    text,
    ['bold', 'bold and both'],
    ['italic', 'both italic'],
    ['code', 'code'],
    ['strikethrough', 'gone'],
    ['underline', 'under'],
    ['text_link', 'here', { url: 'https://example.org/there' }],
    ['pre', 'let x = 1;', { language: 'js' }],
  );
  await bot.send({ chat_id: chat.id, ...said, link_preview_options: { is_disabled: true } });
  const shown = bubble(page, 'after');
  const texts = (selector: string) => shown.locator(selector).allTextContents();
  await shown.waitFor();
  assert.equal((await texts('strong')).join(''), 'bold and both');
  assert.equal((await texts('em')).join(''), 'both italic');
  assert.deepEqual(await texts('.text > code'), ['code']);
  assert.deepEqual(await texts('s'), ['gone']);
  assert.deepEqual(await texts('u'), ['under']);
  assert.deepEqual(await texts('pre'), ['let x = 1;']);
  assert.deepEqual(await texts('.language'), ['js']);
  assert.deepEqual(await texts('.hashtag'), ['#tag']);
  assert.deepEqual(await texts('button.link'), ['/help']);
  assert.deepEqual(await texts('a'), ['here', 'https://example.org/post']);
});

test('no text becomes markup and no link runs a script', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const page = await openPage(browser, bot, chat);
  await bot.send({ chat_id: chat.id, text: '<img src=x onerror=alert(1)><b>not bold</b> javascript:alert(1)' });
  const shown = bubble(page, 'not bold');
  await shown.waitFor();
  assert.equal(await shown.locator('img, b, a').count(), 0);
  assert.match((await shown.textContent()) ?? '', /<b>not bold<\/b>/);
});

test('a spoiler hides its words until it is tapped', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const page = await openPage(browser, bot, chat, { reducedMotion: 'reduce' });
  await bot.send({ chat_id: chat.id, ...mark('It was the butler.', ['spoiler', 'the butler']) });
  const words = page.locator('.spoiler-text');
  await words.waitFor({ state: 'attached' });
  assert.equal(await styleOf(page, '.spoiler-text', 'opacity'), '0');
  await page.getByRole('button', { name: 'Show spoiler' }).click();
  await page.locator('.spoiler.is-shown').waitFor();
  assert.equal(await styleOf(page, '.spoiler-text', 'opacity'), '1');
  assert.equal(await page.getByRole('button', { name: 'Show spoiler' }).count(), 0);
});

test('a long quote opens and closes, a short one needs no button', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const page = await openPage(browser, bot, chat);
  const long = 'A long quote goes on. '.repeat(40).trim();
  await bot.send({ chat_id: chat.id, ...mark(long, ['expandable_blockquote', long]) });
  await bot.send({ chat_id: chat.id, ...mark('Short.', ['expandable_blockquote', 'Short.']) });
  const quote = page.locator('blockquote', { hasText: 'A long quote' });
  const closed = (await quote.boundingBox())?.height ?? 0;
  await quote.getByRole('button', { name: 'Expand quote' }).click();
  const opened = (await quote.boundingBox())?.height ?? 0;
  assert.ok(opened > closed * 2, `${closed} to ${opened}`);
  await quote.getByRole('button', { name: 'Collapse quote' }).click();
  assert.equal((await quote.boundingBox())?.height, closed);
  assert.equal(await page.locator('blockquote', { hasText: 'Short.' }).locator('.quote-toggle').isVisible(), false);
});

test('a phone shows the list or the chat, and nothing runs off its side', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const wide = `${'w'.repeat(300)} https://example.org/${'long'.repeat(60)}`;
  await bot.send({ chat_id: chat.id, ...mark(wide, ['pre', 'w'.repeat(300)]) });
  const rows = [
    Array.from({ length: 4 }, (_, index) => ({ text: `A long label ${index}`, callback_data: `${index}` })),
  ];
  await bot.send({ chat_id: chat.id, text: 'Buttons', reply_markup: { inline_keyboard: rows } });
  const page = await openPage(browser, bot, undefined, {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  const overflow = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth - innerWidth');
  assert.equal(await overflow(), 0);
  assert.equal(await page.locator('main').isVisible(), false);
  await page.locator('.row').first().tap();
  await bubble(page, 'Buttons').waitFor();
  assert.equal(await overflow(), 0);
  assert.equal(await page.locator('.sidebar').isVisible(), false);
  await page.getByRole('button', { name: 'Back to the chats' }).tap();
  await page.locator('.sidebar').waitFor();
});

test('dark follows the system, and the button turns it over', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  await bot.send({ chat_id: chat.id, text: 'Good evening' });
  const page = await openPage(browser, bot, chat, { colorScheme: 'dark' });
  await bubble(page, 'Good evening').waitFor();
  assert.equal(await colourOf(page), 'rgb(28, 42, 56)');
  await page.getByRole('button', { name: 'Light or dark' }).click();
  assert.equal(await colourOf(page), 'rgb(255, 255, 255)');
  await page.reload();
  await bubble(page, 'Good evening').waitFor();
  assert.equal(await colourOf(page), 'rgb(255, 255, 255)');
});
