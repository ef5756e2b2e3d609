// The conversation: blocks in order, days between them, and where the reader stands in it.
import { renderBlock } from './bubble.js';
import { el } from './dom.js';
import { isMine, markRead, messagesIn, model, onChange } from './model.js';
import { showToast } from './notices.js';
import { describeService, senderOf } from './summary.js';
import { dayKeyOf, dayTitleOf } from './time.js';

const PAGE = 80;
const RUN_SECONDS = 600;
const NEAR_END_PX = 80;

const view = { shown: PAGE, fresh: 0, isAtEnd: true, key: '' };
const nodes = new Map();

/** @param {import('./bubble.js').Hands} hands without `onJump` and `onCopied`, which are the thread's own */
export function startThread(hands) {
  const all = { ...hands, onJump: jumpTo, onCopied: () => showToast('Copied') };
  const scroller = document.getElementById('scroller');
  scroller.addEventListener('scroll', () => onScroll(all), { passive: true });
  document.getElementById('pill').addEventListener('click', () => scrollToEnd('smooth'));
  // Pictures and the keyboard of a phone change heights; whoever reads the end stays there.
  const observer = new ResizeObserver(() => view.isAtEnd && scrollToEnd('instant'));
  observer.observe(scroller);
  observer.observe(document.getElementById('messages'));
  onChange('open', () => openThread(all));
  onChange('me', () => openThread(all));
  onChange('messages', (change) => onMessages(change, all));
}

function openThread(hands) {
  Object.assign(view, { shown: PAGE, fresh: 0, isAtEnd: true });
  nodes.clear();
  document.getElementById('messages').replaceChildren();
  draw(hands);
  scrollToEnd('instant');
}

function onMessages({ chatId, arrived }, hands) {
  if (model.open?.chatId !== chatId) return;
  const isOwn = arrived && isMine(arrived);
  if (arrived && !isOwn && !view.isAtEnd) view.fresh += 1;
  if (view.isAtEnd) markRead();
  draw(hands);
  if (view.isAtEnd || isOwn) scrollToEnd('instant');
  drawPill();
}

/** Bring the list in step with the messages; a block that did not change keeps its element and what was opened in it. */
function draw(hands) {
  if (!model.open) return;
  const messages = messagesIn(model.open);
  const blocks = toBlocks(messages.slice(-view.shown));
  const wanted = new Map(blocks.map((block) => [block.key, block]));
  for (const key of [...nodes.keys()]) if (!wanted.has(key)) dismiss(key, messages);
  const list = document.getElementById('messages');
  let previous = null;
  for (const block of blocks) {
    const node = nodeOf(block, hands);
    const next = previous ? previous.nextElementSibling : list.firstElementChild;
    if (node !== next) list.insertBefore(node, next);
    previous = node;
    settleQuotes(node);
  }
  document.getElementById('empty').hidden = messages.length > 0;
}

function nodeOf(block, hands) {
  const print = JSON.stringify(block);
  const known = nodes.get(block.key);
  if (known?.print === print) return known.node;
  const node = block.day ? renderDay(block.day) : renderBlock(block, hands);
  if (known) known.node.replaceWith(node);
  else if (view.isAtEnd && block.key !== '' && nodes.size > 0) node.classList.add('is-new');
  nodes.set(block.key, { print, node });
  return node;
}

function renderDay(seconds) {
  return el('div', { className: 'day' }, el('span', {}, dayTitleOf(seconds)));
}

/** A deleted message shrinks away; one that only scrolled out of the window goes at once. */
function dismiss(key, messages) {
  const { node } = nodes.get(key);
  nodes.delete(key);
  const isDeleted = node.dataset.id && !messages.some((message) => String(message.message_id) === node.dataset.id);
  if (!isDeleted || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    node.remove();
    return;
  }
  node.inert = true;
  node.classList.add('is-leaving');
  const frames = [
    { height: `${node.offsetHeight}px`, opacity: 1, transform: 'none' },
    { height: '0', marginTop: '0', opacity: 0, transform: 'scale(0.85)' },
  ];
  node.animate(frames, { duration: 220, easing: 'ease-in' }).addEventListener('finish', () => node.remove());
}

/** Group messages into albums and runs, with a mark wherever a new day begins. */
function toBlocks(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const isAlbum = message.media_group_id && last?.[0].media_group_id === message.media_group_id;
    if (isAlbum) last.push(message);
    else groups.push([message]);
  }
  return groups.flatMap((group, index) => {
    const isFirst = !isSameRun(groups[index - 1]?.[0], group[0]);
    const isLast = !isSameRun(group[0], groups[index + 1]?.[0]);
    const block = { key: String(group[0].message_id), messages: group, isFirst, isLast };
    const day = dayKeyOf(group[0].date);
    const isNewDay = index === 0 || dayKeyOf(groups[index - 1][0].date) !== day;
    return isNewDay ? [{ key: `day ${day}`, day: group[0].date }, block] : [block];
  });
}

function isSameRun(one, other) {
  if (!one || !other || describeService(one) || describeService(other)) return false;
  if (one.reply_markup?.inline_keyboard || dayKeyOf(one.date) !== dayKeyOf(other.date)) return false;
  return senderOf(one).id === senderOf(other).id && other.date - one.date < RUN_SECONDS;
}

/** A quote that fits needs nothing to open it. Only the laid-out page knows. */
function settleQuotes(node) {
  for (const quote of node.querySelectorAll('.expandable:not(.is-settled)')) {
    const body = quote.querySelector('.quote-body');
    quote.classList.toggle('is-short', body.scrollHeight <= body.clientHeight + 1);
    quote.classList.add('is-settled');
  }
}

function onScroll(hands) {
  const scroller = document.getElementById('scroller');
  view.isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  if (view.isAtEnd) {
    view.fresh = 0;
    markRead();
  }
  if (scroller.scrollTop < NEAR_END_PX && !view.isAtEnd) showEarlier(scroller, hands);
  drawPill();
}

function showEarlier(scroller, hands) {
  if (messagesIn(model.open).length <= view.shown) return;
  const fromEnd = scroller.scrollHeight - scroller.scrollTop;
  view.shown += PAGE;
  draw(hands);
  scroller.scrollTop = scroller.scrollHeight - fromEnd;
}

function scrollToEnd(behavior) {
  const scroller = document.getElementById('scroller');
  scroller.scrollTo({ top: scroller.scrollHeight, behavior });
}

function drawPill() {
  const pill = document.getElementById('pill');
  pill.hidden = view.isAtEnd;
  pill.dataset.count = view.fresh > 0 ? String(view.fresh) : '';
  pill.setAttribute('aria-label', view.fresh > 0 ? `${view.fresh} new messages, go to the end` : 'Go to the end');
}

function jumpTo(messageId) {
  const node = document.querySelector(`#messages [data-id="${Number(messageId)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: 'center', behavior: 'smooth' });
  node.classList.add('is-pointed-at');
  node.addEventListener('animationend', () => node.classList.remove('is-pointed-at'), { once: true });
}
