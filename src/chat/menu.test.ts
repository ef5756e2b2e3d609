// The commands menu beside the text field, as each kind of reader sees it in each language.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot, TOKEN } from '../playground/testing.ts';
import { createTelegramClient } from '../telegram/client.ts';
import { COMMANDS } from './commands/all.ts';
import { setMenu } from './menu.ts';

const ADMINS = [
  ['subscribe', 'list_subscriptions', 'unsubscribe', 'latest', 'set_filter', 'set_template', 'settings', 'language'],
  ['help'],
].flat();
/** Who sees which commands, in this order. Telegram has no menu in channels. */
const SEEN: Record<string, string[]> = {
  all_private_chats: [...ADMINS.slice(0, -1), 'set_timezone', 'channel', 'help', 'cancel', 'start'],
  all_chat_administrators: ADMINS,
  all_group_chats: ['list_subscriptions', 'help'],
};
/** What one command is said to do in each language; '' is what everybody else gets. */
const SUBSCRIBE: Record<string, string> = {
  '': 'Follow a site or feed',
  ru: 'Подписаться на сайт или ленту',
  fa: 'دنبال کردن سایت یا خوراک',
};
const SCRIPTS: Record<string, RegExp> = { '': /^[ -~]+$/, ru: /\p{Script=Cyrillic}/u, fa: /\p{Script=Arabic}/u };

async function startMenus(t: Parameters<typeof startBot>[0]) {
  const bot = await startBot(t);
  const warnings: unknown[] = [];
  const telegram = createTelegramClient({ token: TOKEN, apiRoot: bot.playground.url });
  const set = () => setMenu(telegram, { warn: (fields: unknown) => warnings.push(fields) });
  return { ...bot, warnings, set };
}

test('each kind of reader is offered the commands that they may use, in every language', async (t) => {
  const { playground, warnings, set } = await startMenus(t);
  await set();
  const there = playground.world.commandSets.map(({ scope, language }) => `${scope} ${language}`);
  const wanted = Object.keys(SEEN).flatMap((scope) => Object.keys(SUBSCRIBE).map((language) => `${scope} ${language}`));
  assert.deepEqual(there.sort(), wanted.sort());
  for (const { scope, language, commands } of playground.world.commandSets) {
    assert.deepEqual(
      commands.map(({ command }) => command),
      SEEN[scope],
      `${scope} ${language}`,
    );
    for (const { command, description } of commands) {
      assert.match(description, SCRIPTS[language]!, `${command} in ${language}`);
      if (command === 'subscribe') assert.equal(description, SUBSCRIBE[language]);
    }
  }
  assert.deepEqual(warnings, []);
  assert.deepEqual(playground.misuse, []);
});

test('nobody is offered what they may not use', () => {
  for (const { names, menu = [], changes, isForOperator } of COMMANDS) {
    if (isForOperator) assert.deepEqual(menu, [], names[0]);
    if (changes) assert.ok(!menu.includes('members'), names[0]);
  }
});

test('a menu that Telegram does not take is told in the log, and the others are set all the same', async (t) => {
  const { playground, warnings, set } = await startMenus(t);
  playground.fault({ method: 'setMyCommands', count: 1, action: { status: 400, description: 'Bad Request: no' } });
  await set();
  assert.equal(warnings.length, 1);
  assert.equal(playground.world.commandSets.length, 8);
});
