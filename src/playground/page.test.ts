// What a person does on the chat page: a real browser, the real server, and a bot that is a few plain calls.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../testing/browser.ts';
import { bubble, openPage } from './page_testing.ts';
import { startBot } from './testing.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

test('a person writes, the bot answers, and both stand in bubbles', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const page = await openPage(browser, bot, chat);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.locator('.message.is-own', { hasText: '/start' }).waitFor();
  await bot.send({ chat_id: chat.id, text: 'Welcome!' });
  await page.locator('.message:not(.is-own)', { hasText: 'Welcome!' }).waitFor();

  await page.fill('#field', 'two lines');
  await page.press('#field', 'Shift+Enter');
  await page.locator('#field').pressSequentially('of text');
  await page.press('#field', 'Enter');
  await bubble(page, 'two lines').waitFor();
  const said = bot.playground.messagesIn(chat).map(({ text }) => text);
  assert.deepEqual(said, ['/start', 'Welcome!', 'two lines\nof text']);
  assert.equal(await page.inputValue('#field'), '');
});

test('the sample feed is offered and sent with one tap', async (t) => {
  const bot = await startBot(t);
  const page = await openPage(browser, bot, bot.playground.chats.group);
  await page.locator('#hint', { hasText: 'Try' }).click();
  await bubble(page, '/subscribe').waitFor();
  await page.locator('#hint').waitFor({ state: 'hidden' });
  const [message] = bot.playground.messagesIn(bot.playground.chats.group);
  assert.equal(message?.text, `/subscribe ${bot.playground.url}/playground/feed.xml`);
});

test('a tapped button waits for its answer and shows it', async (t) => {
  const bot = await startBot(t);
  const { playground } = bot;
  const { private: chat } = playground.chats;
  const page = await openPage(browser, bot, chat);
  const keys = [
    { text: 'Pause', callback_data: 'pause' },
    { text: 'Site', url: 'https://example.org/' },
  ];
  await bot.send({ chat_id: chat.id, text: 'Sure?', reply_markup: { inline_keyboard: [keys] } });
  const button = page.getByRole('button', { name: 'Pause' });
  const answer = async (more: object) => {
    await button.click();
    await page.locator('.button[aria-busy=true]').waitFor();
    const id = await playground.waitFor(() => [...playground.world.queries.keys()].at(-1));
    await bot.call('answerCallbackQuery', { callback_query_id: id, ...more });
    await page.locator('.button[aria-busy=true]').waitFor({ state: 'detached' });
  };
  await answer({ text: 'Paused' });
  await page.locator('.toast', { hasText: 'Paused' }).waitFor();
  await answer({ text: 'Not allowed', show_alert: true });
  await page.getByRole('dialog').getByText('Not allowed').waitFor();
  await page.getByRole('button', { name: 'OK' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('link', { name: 'Site' }).getAttribute('href'), 'https://example.org/');
});

test('edits replace the text, deletions take the bubble away, replies point back', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const page = await openPage(browser, bot, chat);
  const { message_id } = await bot.send({ chat_id: chat.id, text: 'Looking for it' });
  await bubble(page, 'Looking for it').waitFor();
  await bot.call('editMessageText', { chat_id: chat.id, message_id, text: 'Found it' });
  await bubble(page, 'Found it').locator('.edited').waitFor();
  assert.equal(await bubble(page, 'Looking for it').count(), 0);

  await bot.send({ chat_id: chat.id, text: 'See above', reply_parameters: { message_id } });
  await bubble(page, 'See above').locator('.reply-head', { hasText: 'Found it' }).waitFor();
  await bot.call('deleteMessage', { chat_id: chat.id, message_id });
  await page.locator(`[data-id="${message_id}"]`).waitFor({ state: 'detached' });
});

test('topics stand under their forum and keep their messages apart', async (t) => {
  const bot = await startBot(t);
  const { forum } = bot.playground.chats;
  const [world, science] = [...forum.topics.keys()];
  const page = await openPage(browser, bot, forum, { threadId: world ?? 0 });
  await bot.send({ chat_id: forum.id, message_thread_id: world, text: 'Far away' });
  await bot.send({ chat_id: forum.id, message_thread_id: science, text: 'Close by' });
  await bubble(page, 'Far away').waitFor();
  assert.equal(await bubble(page, 'Close by').count(), 0);
  const topic = page.locator('.row-topic', { hasText: 'Science' });
  assert.equal(await topic.locator('.badge').textContent(), '1');
  await topic.click();
  await bubble(page, 'Close by').waitFor();
  assert.equal(await topic.locator('.badge').count(), 0);

  await page.fill('#field', 'Into the topic');
  await page.press('#field', 'Enter');
  await bubble(page, 'Into the topic').waitFor();
  assert.equal(bot.playground.messagesIn(forum).at(-1)?.message_thread_id, science);
});

test('the commands of the bot are offered, narrowed by what is typed', async (t) => {
  const bot = await startBot(t);
  const commands = ['help', 'list', 'subscribe'].map((command) => ({ command, description: `Does ${command}` }));
  await bot.call('setMyCommands', { commands });
  const page = await openPage(browser, bot, bot.playground.chats.group);
  const offered = () => page.locator('.suggestion-name').allTextContents();
  await page.locator('#field').pressSequentially('/');
  assert.deepEqual(await offered(), ['/help', '/list', '/subscribe']);
  await page.locator('#field').pressSequentially('su');
  assert.deepEqual(await offered(), ['/subscribe']);
  await page.press('#field', 'Tab');
  assert.equal(await page.inputValue('#field'), '/subscribe ');
});

test('who one is decides what one sees and may do', async (t) => {
  const bot = await startBot(t);
  const page = await openPage(browser, bot, bot.playground.chats.channel);
  await page.getByRole('button', { name: 'Choose who you are' }).click();
  await page.getByRole('menuitemradio', { name: 'Ben' }).click();
  await page.getByText('Only administrators post here').waitFor();
  await page.getByRole('button', { name: 'Choose who you are' }).click();
  await page.getByRole('menuitemradio', { name: 'Ada' }).click();
  await page.locator('#composer').waitFor();
});

test('the bot is blocked and unblocked from the page', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  const page = await openPage(browser, bot, chat);
  await page.getByRole('button', { name: 'Chat menu' }).click();
  await page.getByRole('menuitem', { name: 'Block the bot' }).click();
  const unblock = page.getByRole('button', { name: 'Unblock the bot' });
  await unblock.waitFor();
  assert.equal(
    await bot.refusal('sendMessage', { chat_id: chat.id, text: 'Hi' }),
    'Forbidden: bot was blocked by the user',
  );
  await unblock.click();
  await bot.playground.waitFor(() => chat.bot.status === 'member');
});

test('new messages wait below for a person who reads above', async (t) => {
  const bot = await startBot(t);
  const { private: chat } = bot.playground.chats;
  for (let number = 1; number <= 40; number += 1) await bot.send({ chat_id: chat.id, text: `Number ${number}.` });
  const page = await openPage(browser, bot, chat);
  await page.getByText('Number 40.').last().waitFor();
  const scroller = page.locator('#scroller');
  const distance = () => scroller.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
  assert.ok((await distance()) < 2);
  await scroller.evaluate((node) => node.scrollTo(0, 100));
  const pill = page.locator('#pill');
  await pill.waitFor();
  await bot.send({ chat_id: chat.id, text: 'The newest.' });
  await page.getByRole('button', { name: '1 new messages' }).click();
  await pill.waitFor({ state: 'hidden' });
  await bubble(page, 'The newest.').waitFor();
});
