import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot, type TestBot } from './testing.ts';

type Case = [what: string, description: string, prepare: (bot: TestBot) => number | string];

const GONE: Case[] = [
  ['no chat id', 'Bad Request: chat_id is empty', () => ''],
  ['an unknown id', 'Bad Request: chat not found', () => 42],
  ['an unknown name', 'Bad Request: chat not found', () => '@nobody_here'],
  ["a person's name", 'Bad Request: chat not found', () => '@ada_moss'],
  [
    'a person who blocked the bot',
    'Forbidden: bot was blocked by the user',
    ({ playground: { chats, block } }) => {
      block(chats.private);
      return chats.private.id;
    },
  ],
  [
    'a deleted person',
    'Forbidden: user is deactivated',
    ({ playground: { chats, people, deactivate } }) => {
      deactivate(people.owner);
      return chats.private.id;
    },
  ],
  [
    'a person who never wrote',
    "Forbidden: bot can't initiate conversation with a user",
    ({ playground }) => playground.createPerson().id,
  ],
  [
    'another bot',
    "Forbidden: the bot can't send messages to the bot",
    ({ playground }) => playground.createPerson({ isBot: true }).id,
  ],
  ['itself', "Forbidden: the bot can't send messages to the bot", ({ playground }) => playground.world.bot.id],
  [
    'a deleted group',
    'Forbidden: the group chat was deleted',
    ({ playground: { chats, deleteGroup } }) => {
      deleteGroup(chats.group);
      return chats.group.id;
    },
  ],
  ...(['group', 'supergroup', 'channel'] as const).flatMap((kind): Case[] => [
    [
      `a ${kind} that threw it out`,
      `Forbidden: bot was kicked from the ${kind} chat`,
      ({ playground }) => {
        const chat = playground.createChat({ kind, title: 'x' });
        playground.kick(chat);
        return chat.id;
      },
    ],
    [
      `a ${kind} it left`,
      `Forbidden: bot is not a member of the ${kind} chat`,
      ({ playground }) => {
        const chat = playground.createChat({ kind, title: 'x' });
        playground.leave(chat);
        return chat.id;
      },
    ],
  ]),
  [
    'a channel where it may not post',
    'Bad Request: need administrator rights in the channel chat',
    ({ playground: { chats, setRights } }) => {
      setRights(chats.channel, { can_post_messages: false });
      return chats.channel.id;
    },
  ],
];

test('a chat that cannot be written to is refused with its own words and the status they go with', async (t) => {
  const bot = await startBot(t);
  for (const [what, description, prepare] of GONE) {
    // Each case has chats of its own where it changes one for good.
    const fresh = await startBot(t);
    const { status, description: said } = await fresh.call('sendMessage', { chat_id: prepare(fresh), text: 'x' });
    assert.equal(said, description, what);
    assert.equal(status, description.startsWith('Forbidden') ? 403 : 400, what);
  }
  assert.deepEqual(bot.playground.misuse, []);
});

test('a right to send is one for each kind of message', async (t) => {
  const { playground, refusal, send } = await startBot(t);
  const { group } = playground.chats;
  const url = 'https://example.org/a';
  const cases: [method: string, params: object, right: string, words: string][] = [
    ['sendMessage', { text: 'x' }, 'can_send_messages', 'text messages'],
    ['sendPhoto', { photo: `${url}.jpg` }, 'can_send_photos', 'photos'],
    ['sendVideo', { video: `${url}.mp4` }, 'can_send_videos', 'videos'],
    ['sendAnimation', { animation: `${url}.gif` }, 'can_send_other_messages', 'animations'],
    ['sendAudio', { audio: `${url}.mp3` }, 'can_send_audios', 'music'],
    ['sendDocument', { document: `${url}.pdf` }, 'can_send_documents', 'documents'],
  ];
  for (const [method, params, right, words] of cases) {
    playground.setRights(group, { [right]: false });
    const said = await refusal(method, { chat_id: group.id, ...params });
    assert.equal(said, `Bad Request: not enough rights to send ${words} to the chat`);
    playground.setRights(group, { [right]: true });
    assert.ok((await send({ chat_id: group.id, ...params }, method)).message_id);
  }
});

test('a group that became a supergroup names its new id, and both chats say so', async (t) => {
  const { playground, call, updates } = await startBot(t);
  const { group } = playground.chats;
  const supergroup = playground.migrate(group);
  const refused = await call('sendMessage', { chat_id: group.id, text: 'x' });
  assert.equal(refused.description, 'Bad Request: group chat was upgraded to a supergroup chat');
  assert.deepEqual(refused.parameters, { migrate_to_chat_id: supergroup.id });
  assert.ok(supergroup.id < -1_000_000_000_000);
  const told = (await updates()).flatMap(({ message }) => message ?? []) as Record<string, unknown>[];
  assert.deepEqual(
    told.map(({ migrate_to_chat_id: to, migrate_from_chat_id: from }) => [to, from]),
    [
      [supergroup.id, undefined],
      [undefined, group.id],
    ],
  );
  assert.ok((await call('sendMessage', { chat_id: supergroup.id, text: 'x' })).ok);
});

test('what is asked of chats and people is answered or refused as by the real server', async (t) => {
  const { playground, call, refusal } = await startBot(t);
  const { chats, people } = playground;
  const own = { chat_id: chats.private.id };
  const group = { chat_id: chats.group.id };
  assert.equal(
    await refusal('getChatAdministrators', own),
    'Bad Request: there are no administrators in the private chat',
  );
  assert.equal(await refusal('getChatMember', { ...own, user_id: people.member.id }), 'Bad Request: member not found');
  assert.equal(await refusal('getChatMember', { ...group, user_id: 5 }), 'Bad Request: PARTICIPANT_ID_INVALID');
  assert.equal(await refusal('getChatMember', group), 'Bad Request: invalid user_id specified');
  assert.equal(await refusal('leaveChat', own), "Bad Request: can't leave private chat");

  const { result: admins } = await call('getChatAdministrators', group);
  const shown = admins as { user: { first_name: string }; status: string; is_anonymous: boolean }[];
  assert.deepEqual(
    shown.map((one) => [one.user.first_name, one.status, one.is_anonymous]),
    [
      ['Ada', 'creator', false],
      ['Cleo', 'administrator', true],
    ],
  );
  assert.equal(
    ((await call('getChat', { chat_id: '@daily_digest_channel' })).result as { id: number }).id,
    chats.channel.id,
  );
  assert.equal((await call('leaveChat', group)).result, true);
  assert.equal(await refusal('getChat', group), 'Forbidden: bot is not a member of the group chat');
});

test('the command menu has its bounds', async (t) => {
  const { playground, call, refusal } = await startBot(t);
  const entry = (command: string, description = 'x') => ({ command, description });
  const cases: [commands: object[], description: string][] = [
    [Array.from({ length: 101 }, (_, i) => entry(`c${i}`)), 'BOT_COMMANDS_TOO_MUCH'],
    [[entry('a'.repeat(33))], 'command length must not exceed 32'],
    [[entry('a', 'x'.repeat(257))], 'command description length must not exceed 256'],
    [[entry('Über')], 'BOT_COMMAND_INVALID'],
  ];
  for (const [commands, description] of cases) {
    assert.equal(await refusal('setMyCommands', { commands }), `Bad Request: ${description}`);
  }
  const scope = { type: 'chat', chat_id: playground.chats.group.id };
  await call('setMyCommands', { commands: [entry('/here')], scope, language_code: 'de' });
  assert.deepEqual((await call('getMyCommands', { scope, language_code: 'de' })).result, [entry('here')]);
  assert.deepEqual((await call('getMyCommands', { scope })).result, []);
  await call('deleteMyCommands', { scope, language_code: 'de' });
  assert.deepEqual((await call('getMyCommands', { scope, language_code: 'de' })).result, []);
});
