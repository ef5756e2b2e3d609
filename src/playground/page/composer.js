// Where a person writes: the text field, the bot's commands, replies, and what stands there instead when one may not.
import { act, say } from './api.js';
import { el } from './dom.js';
import { findChat, messagesIn, model, onChange, statusOf } from './model.js';
import { showToast } from './notices.js';
import { drawReplyKeyboard } from './reply_keyboard.js';
import {
  closeSuggestions,
  isSuggesting,
  moveSuggestion,
  pickSuggestion,
  startSuggestions,
  toggleSuggestions,
} from './suggestions.js';
import { senderOf, summarize } from './summary.js';

const replying = { to: null };

export function startComposer() {
  const field = document.getElementById('field');
  document.getElementById('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener('keydown', onKey);
  field.addEventListener('input', fit);
  document.getElementById('commands-button').addEventListener('click', toggleSuggestions);
  document.getElementById('reply-cancel').addEventListener('click', () => replyTo(null));
  startSuggestions({ onPick: sendText, onFill: fill });
  onChange('open', () => {
    replyTo(null);
    field.value = localStorage.getItem(draftKey()) ?? '';
    fit();
    draw();
  });
  for (const kind of ['chats', 'messages', 'me']) onChange(kind, draw);
}

const draftKey = () => `draft ${model.open?.chatId}/${model.open?.threadId}`;

/** Say something in the open chat as the chosen person. Resolves when the playground took it. */
export async function sendText(text) {
  const { chatId, threadId } = model.open;
  const body = { chatId, personId: model.me.id, text };
  if (threadId) body.threadId = threadId;
  if (replying.to) body.replyTo = replying.to.message_id;
  try {
    await say(body);
    replyTo(null);
    return true;
  } catch (error) {
    showToast(error.message);
    return false;
  }
}

async function submit() {
  const field = document.getElementById('field');
  const text = field.value.trim();
  if (text === '') return;
  closeSuggestions();
  fill('');
  if (!(await sendText(text))) fill(text); // a text that was not taken is still there to send
}

/** Put a text into the field, for the person to finish. */
function fill(text) {
  const field = document.getElementById('field');
  field.value = text;
  fit();
  field.focus();
}

function fit() {
  const field = document.getElementById('field');
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
  document.getElementById('send').disabled = field.value.trim() === '';
  if (field.value) localStorage.setItem(draftKey(), field.value);
  else localStorage.removeItem(draftKey());
}

function onKey(event) {
  if (event.isComposing) return;
  if (isSuggesting() && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    moveSuggestion(event.key === 'ArrowDown' ? 1 : -1);
  } else if (isSuggesting() && event.key === 'Tab') {
    event.preventDefault();
    pickSuggestion('fill');
  } else if (event.key === 'Escape') {
    closeSuggestions();
    replyTo(null);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    if (isSuggesting() && pickSuggestion('send')) fill('');
    else submit();
  }
}

export function replyTo(message) {
  replying.to = message;
  const bar = document.getElementById('reply-bar');
  bar.hidden = message === null;
  if (!message) return;
  const head = el('strong', {}, senderOf(message).name);
  document.getElementById('reply-text').replaceChildren(head, el('span', { dir: 'auto' }, summarize(message)));
  document.getElementById('field').focus();
}

function draw() {
  if (!model.open) return;
  const chat = findChat(model.open.chatId);
  if (!chat) return;
  const barrier = findBarrier(chat);
  document.getElementById('composer').hidden = barrier !== null;
  document.getElementById('barrier').replaceChildren(...(barrier ? [renderBarrier(barrier)] : []));
  document.getElementById('field').placeholder = chat.kind === 'channel' ? 'Broadcast' : 'Message';
  drawHint(barrier);
  drawReplyKeyboard(barrier ? [] : messagesIn(model.open), sendText);
}

/** What keeps the person from writing here: a sentence, and the way out of it when there is one. */
function findBarrier(chat) {
  const isAdmin = ['creator', 'administrator'].includes(statusOf(chat, model.me));
  const topic = chat.topics?.find(({ id }) => id === model.open.threadId);
  if (chat.kind === 'private') {
    if (chat.botStatus === 'kicked') return { label: 'Unblock the bot', action: 'unblock' };
    if (messagesIn(model.open).length === 0) return { label: 'Start', text: '/start' };
    return null;
  }
  if (statusOf(chat, model.me) === null) return { label: 'You are not in this chat' };
  if (chat.kind === 'channel' && !isAdmin) return { label: 'Only administrators post here' };
  const isClosed = topic ? topic.closed : chat.generalClosed;
  if (isClosed && !isAdmin) return { label: 'This topic is closed' };
  return null;
}

function renderBarrier({ label, action, text }) {
  if (!action && !text) return el('p', { className: 'barrier-note' }, label);
  const run = () => {
    if (text) return sendText(text);
    return act({ action, chatId: model.open.chatId, personId: model.me.id }).catch((error) => showToast(error.message));
  };
  return el('button', { type: 'button', className: 'barrier-button', onclick: run }, label);
}

/** Offer the sample feed until it was named in this chat. */
function drawHint(barrier) {
  const chip = document.getElementById('hint');
  const isNamed = messagesIn(model.open).some((message) => message.text?.includes(model.sampleFeedUrl));
  chip.hidden = barrier !== null || !model.sampleFeedUrl || isNamed;
  const command = `/subscribe ${model.sampleFeedUrl}`;
  chip.replaceChildren(
    el('span', { className: 'hint-lead' }, 'Try'),
    el('span', { className: 'hint-command', dir: 'ltr' }, command),
  );
  chip.onclick = () => sendText(command);
}
