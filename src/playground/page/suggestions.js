// The bot's commands above the text field, narrowed by what is typed.
import { el } from './dom.js';
import { findChat, model, statusOf } from './model.js';

const view = { items: [], chosen: 0, isPinned: false };
const hands = { onPick: null, onFill: null };

/** @param {{onPick: (text: string) => void, onFill: (text: string) => void}} given */
export function startSuggestions(given) {
  Object.assign(hands, given);
  const field = document.getElementById('field');
  field.addEventListener('input', () => {
    view.isPinned = false;
    suggest(field.value);
  });
  field.addEventListener('blur', () => !view.isPinned && closeSuggestions());
}

export const isSuggesting = () => view.items.length > 0;

/** The button with the slash: all commands, or away with them. */
export function toggleSuggestions() {
  if (isSuggesting()) {
    closeSuggestions();
    return;
  }
  view.isPinned = true;
  suggest('/');
  document.getElementById('field').focus();
}

export function closeSuggestions() {
  Object.assign(view, { items: [], isPinned: false });
  draw();
}

function suggest(typed) {
  const match = /^\/([a-z0-9_]*)$/i.exec(typed);
  const prefix = match?.[1].toLowerCase();
  view.items = match ? commandsHere().filter(({ command }) => command.startsWith(prefix)) : [];
  view.chosen = 0;
  draw();
}

/** The commands Telegram would show here: the narrowest scope that the bot has set. */
export function commandsHere() {
  const chat = findChat(model.open.chatId);
  const isAdmin = ['creator', 'administrator'].includes(statusOf(chat, model.me));
  const scopes =
    chat.kind === 'private'
      ? ['all_private_chats', 'default']
      : [...(isAdmin ? ['all_chat_administrators'] : []), 'all_group_chats', 'default'];
  const scope = scopes.find((name) => model.commands[name]?.length > 0);
  return scope ? model.commands[scope] : [];
}

export function moveSuggestion(step) {
  view.chosen = (view.chosen + step + view.items.length) % view.items.length;
  draw();
}

/** @param {'send' | 'fill'} way @returns {boolean} whether there was one to pick */
export function pickSuggestion(way) {
  const item = view.items[view.chosen];
  if (!item) return false;
  closeSuggestions();
  if (way === 'send') hands.onPick(`/${item.command}`);
  else hands.onFill(`/${item.command} `);
  return true;
}

function draw() {
  const box = document.getElementById('suggestions');
  const field = document.getElementById('field');
  box.hidden = view.items.length === 0;
  box.replaceChildren(...view.items.map(renderItem));
  field.setAttribute('aria-expanded', String(view.items.length > 0));
  if (view.items.length > 0) field.setAttribute('aria-activedescendant', `suggestion-${view.chosen}`);
  else field.removeAttribute('aria-activedescendant');
  box.children[view.chosen]?.scrollIntoView({ block: 'nearest' });
}

function renderItem({ command, description }, index) {
  const item = el(
    'div',
    {
      id: `suggestion-${index}`,
      className: 'suggestion',
      role: 'option',
      aria: { selected: String(index === view.chosen) },
    },
    el('span', { className: 'suggestion-name' }, `/${command}`),
    el('span', { className: 'suggestion-text', dir: 'auto' }, description),
  );
  // mousedown, since the field's blur would take the list away before a click
  item.addEventListener('mousedown', (event) => {
    event.preventDefault();
    view.chosen = index;
    pickSuggestion('send');
    hands.onFill('');
  });
  return item;
}
