import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { startBot } from './testing.ts';

/** The status of a request with these headers; fetch would not let a test choose Host and Origin. */
function statusWith(url: string, method: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
}

type PageState = {
  bot: { username: string };
  people: { role: string }[];
  chats: { isForum: boolean; topics: { name: string }[] }[];
  commands: unknown;
  sampleFeedUrl: string;
};

const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('the page is told people, chats, topics, commands and the sample feed', async (t) => {
  const { playground, call } = await startBot(t);
  await call('setMyCommands', { commands: [{ command: 'help', description: 'What I can do' }] });
  const state = await (await fetch(`${playground.url}/playground/state`)).json();
  const { bot, people, chats, commands, sampleFeedUrl } = state as PageState;
  assert.deepEqual(commands, { default: [{ command: 'help', description: 'What I can do' }] });
  assert.equal(sampleFeedUrl, `${playground.url}/playground/feed.xml`);
  assert.equal(bot.username, 'feedherald_bot');
  assert.deepEqual(
    people.map(({ role }) => role),
    ['Owner', 'Member', 'Anonymous admin'],
  );
  const forum = chats.find(({ isForum }) => isForum);
  assert.deepEqual(
    forum?.topics.map(({ name }) => name),
    ['World', 'Science'],
  );
});

test('a person writes and taps on the page, and hears of it in events', async (t) => {
  const { playground, send, updates, call } = await startBot(t);
  const chatId = playground.chats.private.id;
  const personId = playground.people.owner.id;
  const events = await fetch(`${playground.url}/playground/events`);
  assert.equal(events.headers.get('content-type'), 'text/event-stream');
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await post(`${playground.url}/playground/say`, { chatId, personId, text: '/start' })).status, 200);
  let heard = '';
  while (!heard.includes('event: message')) heard += (await reader?.read())?.value ?? '';
  await reader?.cancel();

  const reply_markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
  const { message_id: messageId } = await send({ chat_id: chatId, text: 'Sure?', reply_markup });
  const tapped = post(`${playground.url}/playground/tap`, { chatId, personId, messageId, data: 'yes' });
  const query = await playground.waitFor(() => [...playground.world.queries.keys()][0]);
  assert.equal((await updates()).length, 2);
  await call('answerCallbackQuery', { callback_query_id: query, text: 'Done' });
  assert.deepEqual(await (await tapped).json(), { showAlert: false, text: 'Done' });
  const listed = await (await fetch(`${playground.url}/playground/messages?chat=${chatId}`)).json();
  assert.equal((listed as { messages: unknown[] }).messages.length, 2);
});

test('a person acts on the bot from the page', async (t) => {
  const { playground } = await startBot(t);
  const { group } = playground.chats;
  const act = (action: string) => post(`${playground.url}/playground/act`, { action, chatId: group.id });
  assert.equal((await act('kick')).status, 200);
  assert.equal(group.bot.status, 'kicked');
  const refused = await act('explode');
  assert.deepEqual([refused.status, await refused.json()], [400, { error: 'The playground cannot explode.' }]);
});

test('other hosts and other sites are turned away', async (t) => {
  const { playground } = await startBot(t);
  const state = `${playground.url}/playground/state`;
  const say = `${playground.url}/playground/say`;
  assert.equal(await statusWith(state, 'GET', { host: 'evil.example' }), 403);
  assert.equal(await statusWith(playground.url, 'GET', { host: `evil.example:${new URL(playground.url).port}` }), 403);
  assert.equal(await statusWith(say, 'POST', { origin: 'https://evil.example' }), 403);
  assert.equal(await statusWith(say, 'POST', { 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await statusWith(`${playground.url}/bot1:x/getMe`, 'GET', { 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await statusWith(say, 'POST', { origin: playground.url, 'sec-fetch-site': 'same-origin' }), 400);
});

test('page files come with their types and a policy, and nothing beside them', async (t) => {
  const { playground } = await startBot(t);
  const page = await fetch(playground.url);
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  for (const path of ['/page/..%2fserver.ts', '/page/%2e%2e/server.ts', '/page/server.ts', '/page/nothing.js']) {
    assert.equal((await fetch(playground.url + path)).status, 404);
  }
});

test('a key of the bot’s keyboard that asks for a chat picks one the person runs', async (t) => {
  const { playground, send, updates } = await startBot(t);
  const { private: own, channel } = playground.chats;
  const keyboard = [[{ text: 'Pick', request_chat: { request_id: 3, chat_is_channel: true } }]];
  await send({ chat_id: own.id, text: 'Which?', reply_markup: { keyboard } });
  const shown = await (await fetch(`${playground.url}/playground/messages?chat=${own.id}`)).json();
  assert.deepEqual((shown as { messages: { reply_markup?: object }[] }).messages[0]?.reply_markup, { keyboard });
  const said = { chatId: own.id, personId: playground.people.owner.id, text: 'Pick' };
  assert.equal((await post(`${playground.url}/playground/say`, said)).status, 200);
  const [{ message } = { message: null }] = await updates();
  assert.deepEqual((message as { chat_shared?: object }).chat_shared, { request_id: 3, chat_id: channel.id });
});
