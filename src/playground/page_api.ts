// What the chat page asks and does over HTTP.
import type { FastifyInstance } from 'fastify';
import { deleteGroup, deleteTopic, migrateGroup, setBotStatus, setTopicClosed } from './chat_changes.ts';
import { addEventRoute } from './page_events.ts';
import { viewMessage, viewState } from './page_view.ts';
import { isRecord } from './params.ts';
import { say, tap } from './people.ts';
import { pickForKey } from './person_messages.ts';
import { IDS } from './seed.ts';
import { type Chat, findChat, findPerson, type Person, type World } from './world.ts';

type Wish = Record<string, unknown>;

/** @param closing aborted when the server is about to close */
export function addPageApi(app: FastifyInstance, world: World, closing: AbortSignal): void {
  app.get('/playground/state', (request, reply) => reply.send(viewState(world, `http://${request.headers.host}`)));
  app.get<{ Querystring: { chat?: string } }>('/playground/messages', (request, reply) => {
    const chat = world.chats.get(Number(request.query.chat));
    if (chat === undefined) return reply.code(404).send({ error: 'There is no such chat.' });
    return reply.send({ messages: [...chat.messages.values()].map((message) => viewMessage(world, message)) });
  });
  app.get<{ Params: { id: string } }>('/playground/media/:id', (request, reply) => {
    const file = [...world.files.values()].find((one) => one.uniqueId === request.params.id);
    if (file === undefined || file.bytes === null) return reply.code(404).send({ error: 'There is no such file.' });
    // Whatever was uploaded is shown, never run: an SVG or HTML file must not act on this origin.
    reply.headers({ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" });
    return reply.type(file.type).send(file.bytes);
  });
  addEventRoute(app, world, closing);
  addWish(app, '/playground/say', (wish) => sayAs(world, wish));
  addWish(app, '/playground/tap', (wish) =>
    tap(world, readChat(world, wish), Number(wish.messageId), String(wish.data), readPerson(world, wish)),
  );
  addWish(app, '/playground/act', (wish) => act(world, wish));
}

/** A POST with a JSON body; what cannot be done is answered with 400 and a sentence. */
function addWish(app: FastifyInstance, url: string, fulfil: (wish: Wish) => unknown): void {
  app.post(url, async (request, reply) => {
    try {
      return reply.send(await fulfil(readWish(request.body)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return reply.code(400).send({ error: error.message });
    }
  });
}

function readWish(body: unknown): Wish {
  const wish: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  if (!isRecord(wish)) throw new Error('The playground expects a JSON object.');
  return wish;
}

const readChat = (world: World, wish: Wish) => findChat(world, Number(wish.chatId));
const readPerson = (world: World, wish: Wish) => findPerson(world, Number(wish.personId));

function sayAs(world: World, wish: Wish): unknown {
  const text = typeof wish.text === 'string' ? wish.text.trim() : '';
  if (text === '') throw new Error('A message needs a text.');
  const chat = readChat(world, wish);
  const person = readPerson(world, wish);
  const picked = pickForKey(world, chat, person, text);
  if (picked !== null) return picked;
  return say(world, chat, person, text, {
    ...(wish.threadId === undefined ? {} : { threadId: Number(wish.threadId) }),
    ...(wish.replyTo === undefined ? {} : { replyTo: Number(wish.replyTo) }),
    ...(wish.anonymous === undefined ? {} : { anonymous: wish.anonymous === true }),
  });
}

type Deed = (world: World, chat: Chat, by: Person, threadId: number | undefined) => unknown;

const DEEDS: Record<string, Deed> = {
  block: (world, chat, by) => setBotStatus(world, chat, by, 'kicked'),
  unblock: (world, chat, by) => setBotStatus(world, chat, by, 'member'),
  kick: (world, chat, by) => setBotStatus(world, chat, by, 'kicked'),
  leave: (world, chat, by) => setBotStatus(world, chat, by, 'left'),
  // Channels have bots only as administrators.
  add: (world, chat, by) => setBotStatus(world, chat, by, chat.kind === 'channel' ? 'administrator' : 'member'),
  promote: (world, chat, by) => setBotStatus(world, chat, by, 'administrator'),
  demote: (world, chat, by) => setBotStatus(world, chat, by, 'member'),
  migrate: (world, chat, by) => migrateGroup(world, chat, by),
  deleteGroup: (world, chat, by) => deleteGroup(world, chat, by),
  closeTopic: (world, chat, by, threadId) => setTopicClosed(world, chat, by, threadId, true),
  openTopic: (world, chat, by, threadId) => setTopicClosed(world, chat, by, threadId, false),
  deleteTopic: (world, chat, _by, threadId) => deleteTopic(world, chat, threadId ?? 0),
};

function act(world: World, wish: Wish): unknown {
  const name = String(wish.action);
  const deed = Object.hasOwn(DEEDS, name) ? DEEDS[name] : undefined;
  if (deed === undefined) throw new Error(`The playground cannot ${name}.`);
  const by = findPerson(world, wish.personId === undefined ? IDS.owner : Number(wish.personId));
  deed(world, readChat(world, wish), by, wish.threadId === undefined ? undefined : Number(wish.threadId));
  return { ok: true };
}
