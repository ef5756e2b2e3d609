// The list of chats on the left, topics under their forum.
import { avatar, el, icon } from './dom.js';
import { isOpen, messagesIn, model, onChange, placesOf, unreadOf, visibleChats } from './model.js';
import { describeService, senderOf, summarize } from './summary.js';
import { shortDateOf } from './time.js';

const KIND_ICONS = { group: 'group', supergroup: 'group', channel: 'channel' };

/** @param {{onOpen: (place: object) => void}} hands */
export function startChatList(hands) {
  const list = document.getElementById('chats');
  const draw = () => {
    const focused = document.activeElement?.dataset.place;
    list.replaceChildren(...visibleChats().flatMap((chat) => renderChat(chat, hands)));
    if (focused) list.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  };
  for (const kind of ['chats', 'messages', 'open', 'me']) onChange(kind, draw);
  list.addEventListener('keydown', moveFocus);
}

function renderChat(chat, hands) {
  const [first, ...others] = placesOf(chat);
  if (!chat.isForum) return [renderRow(chat, first, hands)];
  const head = el(
    'div',
    { className: 'forum-head', role: 'presentation' },
    avatar(chat.id, chat.title),
    el('span', { className: 'row-title', dir: 'auto' }, icon('forum'), chat.title),
  );
  return [el('li', { className: 'forum' }, head), ...[first, ...others].map((place) => renderRow(chat, place, hands))];
}

function renderRow(chat, place, hands) {
  const last = messagesIn(place).at(-1);
  const unread = unreadOf(place);
  const name = titleOf(chat, place);
  const button = el(
    'button',
    {
      type: 'button',
      className: chat.isForum ? 'row row-topic' : 'row',
      data: { place: `${place.chatId}/${place.threadId}` },
      onclick: () => hands.onOpen(place),
    },
    chat.isForum
      ? el(
          'span',
          { className: 'topic-sign', data: { tint: String(place.threadId % 7) }, inert: true },
          place.threadId ? name[0] : '#',
        )
      : avatar(chat.id, name),
    el(
      'span',
      { className: 'row-title', dir: 'auto' },
      KIND_ICONS[chat.kind] && !chat.isForum ? icon(KIND_ICONS[chat.kind]) : null,
      name,
      place.isClosed ? icon('lock') : null,
    ),
    el('span', { className: 'row-time' }, last ? shortDateOf(last.date) : ''),
    renderLastLine(chat, last),
    unread > 0 ? el('span', { className: 'badge', aria: { label: `${unread} unread` } }, String(unread)) : null,
  );
  if (isOpen(place)) button.setAttribute('aria-current', 'true');
  return el('li', {}, button);
}

/** What a place is called: the private chat is named after the bot, as its person sees it. */
export function titleOf(chat, place) {
  if (chat.kind === 'private') return model.bot.name;
  return chat.isForum ? place.name : chat.title;
}

function renderLastLine(chat, last) {
  if (!last) return el('span', { className: 'row-last' }, 'No messages yet');
  const isNamed = chat.kind !== 'private' && chat.kind !== 'channel' && !describeService(last);
  const sender = last.from?.id === model.me?.id ? 'You' : senderOf(last).name;
  const name = isNamed ? el('span', { className: 'row-sender' }, `${sender}: `) : null;
  return el('span', { className: 'row-last', dir: 'auto' }, name, summarize(last));
}

function moveFocus(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll('.row')];
  rows[rows.indexOf(document.activeElement) + step]?.focus();
}
