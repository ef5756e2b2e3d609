// The chat page: wires the views to the model and the model to the server.
import { openChatMenu, openPeopleMenu } from './actions.js';
import { listen } from './api.js';
import { startChatList, titleOf } from './chat_list.js';
import { replyTo, sendText, startComposer } from './composer.js';
import { avatar, icon } from './dom.js';
import * as state from './model.js';
import { showToast } from './notices.js';
import { startTheme } from './theme.js';
import { startThread } from './thread.js';

const { model, onChange } = state;
const RETRY_MS = 2000;
const at = (id) => document.getElementById(id);

function start() {
  for (const node of document.querySelectorAll('[data-icon]')) node.prepend(icon(node.dataset.icon));
  startTheme();
  // Before the views that measure what they draw: a hidden conversation has no sizes.
  onChange('open', drawHead);
  startChatList({ onOpen: goTo });
  startThread({ onCommand: sendText, onReply: replyTo });
  startComposer();
  at('more').addEventListener('click', (event) => openChatMenu(event.currentTarget));
  at('me').addEventListener('click', (event) => openPeopleMenu(event.currentTarget));
  at('back').addEventListener('click', () => goTo(null));
  onChange('chats', drawHead);
  for (const kind of ['chats', 'me', 'open']) onChange(kind, drawMe);
  onChange('me', followHash);
  onChange('chats', leaveVanishedChat);
  onChange('connection', drawConnection);
  addEventListener('hashchange', followHash);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && state.markRead());
  const onEvent = (kind, data) => state.takeEvent(kind, data).catch((error) => showToast(error.message));
  listen({ onEvent, onOpen: refresh, onLost: () => state.setConnected(false) });
}

/** On every (re)connection everything is read again: what happened meanwhile was not told. */
async function refresh() {
  try {
    await state.loadEverything();
  } catch (error) {
    showToast(error.message);
    setTimeout(refresh, RETRY_MS);
    return;
  }
  state.setConnected(true);
  if (!model.open) followHash();
}

// The address keeps the open chat, so that the phone's back button leads to the list and a reload comes back here.
function goTo(place) {
  location.hash = place ? `#/${place.chatId}/${place.threadId}` : '#/';
}

function followHash() {
  const [, chatId, threadId] = location.hash.split('/');
  const places = state.visibleChats().flatMap(state.placesOf);
  const named = places.find((place) => String(place.chatId) === chatId && String(place.threadId) === threadId);
  const isWide = matchMedia('(min-width: 760px)').matches;
  state.openPlace(named ?? (isWide ? (places[0] ?? null) : null));
  if (model.open && isWide) at('field').focus();
}

/** A group that became a supergroup, or was deleted, is no longer there to read. */
function leaveVanishedChat() {
  if (model.open && !state.visibleChats().some((chat) => chat.id === model.open.chatId)) goTo(null);
}

function drawHead() {
  const chat = model.open && state.findChat(model.open.chatId);
  document.body.classList.toggle('is-reading', model.open !== null);
  at('conversation').hidden = !chat;
  at('nothing').hidden = Boolean(chat);
  if (!chat) return;
  const place = state.placesOf(chat).find(({ threadId }) => threadId === model.open.threadId) ?? model.open;
  const title = titleOf(chat, place) ?? chat.title;
  at('head-avatar').replaceChildren(avatar(chat.id, title));
  at('head-title').textContent = title;
  at('head-detail').textContent = describe(chat);
  document.title = `${title} · feedherald playground`;
}

function describe(chat) {
  if (chat.kind === 'private') return chat.botStatus === 'kicked' ? 'bot, blocked by you' : 'bot';
  const count = chat.members.length;
  const noun = chat.kind === 'channel' ? 'subscriber' : 'member';
  const people = `${count} ${noun}${count === 1 ? '' : 's'}`;
  const bot = { administrator: 'the bot is an admin', member: 'the bot is in', restricted: 'the bot is restricted' };
  const rest = `${people} · ${bot[chat.botStatus] ?? 'the bot is out'}`;
  return chat.isForum ? `${chat.title} · ${rest}` : rest;
}

function drawMe() {
  if (!model.me) return;
  at('me-avatar').replaceChildren(avatar(model.me.id, model.me.name, 'avatar-small'));
  at('me-name').textContent = model.me.name;
  at('me-role').textContent = state.describeStanding(model.me);
}

function drawConnection() {
  at('connection').hidden = model.isConnected;
}

start();
