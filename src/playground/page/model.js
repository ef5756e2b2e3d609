// What the page knows: chats, messages, who is looking, what is open. Views listen for `change`.
import { fetchMessages, fetchState } from './api.js';

/** General and every chat without topics have thread 0 here; the Bot API leaves their thread id out. */
const GENERAL = 0;

export const model = {
  bot: { username: '', name: '' },
  people: [],
  chats: [],
  commands: {},
  sampleFeedUrl: '',
  me: null,
  open: null,
  isConnected: false,
  messages: new Map(),
  unread: new Map(),
};

const changes = new EventTarget();

/** Call `handler(detail)` on every change of that kind: `chats`, `messages`, `open`, `me`, `connection`. */
export function onChange(kind, handler) {
  changes.addEventListener(kind, (event) => handler(event.detail));
}

export function announce(kind, detail) {
  changes.dispatchEvent(new CustomEvent(kind, { detail }));
}

export async function loadEverything() {
  await loadState();
  await Promise.all(model.chats.map((chat) => loadMessages(chat.id)));
}

export async function loadState() {
  const state = await fetchState();
  Object.assign(model, state);
  const chosen = model.me?.id ?? localStorage.getItem('person');
  model.me = model.people.find((person) => String(person.id) === String(chosen)) ?? model.people[0] ?? null;
  announce('chats');
}

async function loadMessages(chatId) {
  const messages = await fetchMessages(chatId);
  model.messages.set(chatId, new Map(messages.map((message) => [message.message_id, message])));
  announce('messages', { chatId });
}

/** Take in one server-sent event. */
export async function takeEvent(kind, data) {
  if (kind === 'chats') await takeChats();
  else if (kind === 'deleted') takeDeletion(data);
  else takeMessage(kind, data);
}

async function takeChats() {
  await loadState();
  const unknown = model.chats.filter((chat) => !model.messages.has(chat.id));
  await Promise.all(unknown.map((chat) => loadMessages(chat.id)));
}

function takeMessage(kind, message) {
  const chatId = message.chat.id;
  if (!model.messages.has(chatId)) model.messages.set(chatId, new Map());
  model.messages.get(chatId).set(message.message_id, message);
  if (kind === 'message' && !isMine(message)) countUnread(message);
  announce('messages', { chatId, arrived: kind === 'message' ? message : null });
}

function takeDeletion({ chatId, messageId }) {
  model.messages.get(chatId)?.delete(messageId);
  announce('messages', { chatId, deleted: messageId });
}

function countUnread(message) {
  const place = { chatId: message.chat.id, threadId: threadOf(message) };
  if (isOpen(place) && document.visibilityState === 'visible') return;
  model.unread.set(keyOf(place), unreadOf(place) + 1);
}

export const keyOf = ({ chatId, threadId }) => `${chatId}/${threadId}`;
export const unreadOf = (place) => model.unread.get(keyOf(place)) ?? 0;
export const findChat = (chatId) => model.chats.find((chat) => String(chat.id) === String(chatId));
export const isOpen = (place) => model.open !== null && keyOf(model.open) === keyOf(place);

export function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : GENERAL;
}

/** A chat's places to write in: itself, or General and its topics. */
export function placesOf(chat) {
  const places = [
    {
      chatId: chat.id,
      threadId: GENERAL,
      name: chat.isForum ? 'General' : chat.title,
      isClosed: Boolean(chat.generalClosed),
    },
  ];
  if (!chat.isForum) return places;
  const topics = chat.topics.filter((topic) => topic.id > 1);
  return [...places, ...topics.map((topic) => toPlace(chat, topic))];
}

const toPlace = (chat, topic) => ({ chatId: chat.id, threadId: topic.id, name: topic.name, isClosed: topic.closed });

/** Messages of a place in the order they were sent. */
export function messagesIn(place) {
  const all = [...(model.messages.get(place.chatId)?.values() ?? [])];
  return all.filter((message) => threadOf(message) === place.threadId).sort((a, b) => a.message_id - b.message_id);
}

/** Chats the chosen person sees: a private chat is its own person's alone; deleted and migrated groups are gone. */
export function visibleChats() {
  const living = model.chats.filter((chat) => !chat.isOver);
  return living.filter((chat) => chat.kind !== 'private' || !model.me || statusOf(chat, model.me) !== null);
}

/** The person's standing in a chat: `creator`, `administrator`, `member`, …, or null for a stranger. */
export function statusOf(chat, person) {
  if (chat.kind === 'private' && String(chat.id) === String(person.id)) return 'member';
  return membershipOf(chat, person)?.status ?? null;
}

function membershipOf(chat, person) {
  return chat?.members.find((member) => String(member.personId) === String(person?.id));
}

const STANDINGS = { creator: 'Owner', administrator: 'Administrator', member: 'Member', restricted: 'Restricted' };

/** What a person is in the open chat, in words. */
export function describeStanding(person) {
  const chat = model.open && findChat(model.open.chatId);
  if (!chat || chat.kind === 'private') return person.role ?? '';
  const standing = STANDINGS[statusOf(chat, person)] ?? 'Not in this chat';
  return membershipOf(chat, person)?.anonymous ? `${standing}, anonymous` : standing;
}

/** Whether the chosen person wrote it; an anonymous administrator writes as the group. */
export function isMine(message) {
  if (message.chat.type === 'channel') return false;
  if (message.sender_chat?.id !== message.chat.id) return message.from?.id === model.me?.id;
  return Boolean(membershipOf(findChat(message.chat.id), model.me)?.anonymous);
}

export function chooseMe(personId) {
  model.me = model.people.find((person) => String(person.id) === String(personId)) ?? model.me;
  localStorage.setItem('person', String(model.me.id));
  announce('me');
}

export function openPlace(place) {
  model.open = place;
  if (place) model.unread.delete(keyOf(place));
  announce('open');
}

export function markRead() {
  if (model.open && model.unread.delete(keyOf(model.open))) announce('chats');
}

export function setConnected(isConnected) {
  if (model.isConnected === isConnected) return;
  model.isConnected = isConnected;
  announce('connection');
}
