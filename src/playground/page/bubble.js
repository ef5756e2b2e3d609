// One message, or one album, as it stands in the conversation.
import { renderButtons } from './buttons.js';
import { avatar, el, icon, tintOf } from './dom.js';
import { renderMedia } from './media.js';
import { isMine } from './model.js';
import { renderPreview } from './preview.js';
import { renderText } from './rich_text.js';
import { describeService, senderOf, summarize } from './summary.js';
import { clockOf, fullDateOf } from './time.js';

/**
 * @typedef {{messages: object[], isFirst: boolean, isLast: boolean}} Block
 *   one message or an album, and whether it opens or ends a run of messages from one sender
 * @typedef {{onCommand: Function, onCopied: Function, onReply: Function, onJump: Function}} Hands
 */

/** @param {Block} block @param {Hands} hands */
export function renderBlock(block, hands) {
  const service = describeService(block.messages[0]);
  return service ? renderService(block.messages[0], service) : renderMessage(block, hands);
}

function renderService(message, sentence) {
  const line = el('span', { dir: 'auto', title: fullDateOf(message.date) }, sentence);
  return el('div', { className: 'service', data: { id: String(message.message_id) } }, line);
}

function renderMessage({ messages, isFirst, isLast }, hands) {
  const [message] = messages;
  const isOwn = isMine(message);
  const sender = senderOf(message);
  const isNamed = message.chat.type !== 'private' && !isOwn;
  const bubble = renderBubble(messages, { isNamed: isNamed && isFirst, sender }, hands);
  const column = el('div', { className: 'column' }, bubble, renderButtons(message), renderReplyButton(message, hands));
  const row = el(
    'article',
    {
      className: 'message',
      tabIndex: -1, // a touch focuses it, which shows what the mouse's hover shows
      data: { id: String(message.message_id) },
      aria: { label: `${isOwn ? 'You' : sender.name}, ${clockOf(message.date)}` },
    },
    isNamed && message.chat.type !== 'channel'
      ? el('span', { className: 'side' }, isLast ? avatar(sender.id, sender.name, 'avatar-small') : null)
      : null,
    column,
  );
  row.classList.toggle('is-own', isOwn);
  row.classList.toggle('is-first', isFirst);
  row.classList.toggle('is-last', isLast);
  return row;
}

function renderReplyButton(message, hands) {
  const props = {
    type: 'button',
    className: 'reply-button',
    aria: { label: 'Reply' },
    onclick: () => hands.onReply(message),
  };
  return el('button', props, icon('reply'));
}

function renderBubble(messages, { isNamed, sender }, hands) {
  const worded = messages.find((message) => message.text || message.caption) ?? messages[0];
  const media = renderMedia(messages);
  const body = renderBody(worded, hands);
  const isAbove = worded.show_caption_above_media;
  const bubble = el(
    'div',
    { className: 'bubble' },
    isNamed
      ? el('div', { className: 'sender', data: { tint: String(tintOf(sender.id)) }, dir: 'auto' }, sender.name)
      : null,
    messages[0].reply_to_message ? renderReplyHead(messages[0].reply_to_message, hands) : null,
    ...(isAbove ? [body, ...media] : [...media, body]),
  );
  if (media.length > 0) bubble.classList.add('has-media');
  if (media.length > 0 && !worded.caption) bubble.classList.add('is-bare');
  if (isOnlyEmoji(worded)) bubble.classList.add('is-emoji');
  return bubble;
}

function renderBody(message, hands) {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const words = text ? el('div', { className: 'text', dir: 'auto' }, renderText(text, entities, hands)) : null;
  const preview = renderPreview(message);
  const body = el('div', { className: 'body' });
  if (preview?.isAbove) body.append(preview.node);
  if (words) body.append(words);
  if (preview && !preview.isAbove) body.append(preview.node);
  const meta = renderMeta(message);
  // The time shares the last line of the text where there is room.
  if (words && (!preview || preview.isAbove)) words.append(meta);
  else body.append(meta);
  return body;
}

function renderMeta(message) {
  const signature = message.author_signature ? `${message.author_signature}, ` : '';
  const edited = message.edit_date ? el('span', { className: 'edited' }, 'edited ') : null;
  const time = el(
    'time',
    { dateTime: new Date(message.date * 1000).toISOString(), title: fullDateOf(message.date) },
    clockOf(message.date),
  );
  return el('span', { className: 'meta', dir: 'ltr' }, signature, edited, time);
}

function renderReplyHead(original, hands) {
  const sender = senderOf(original);
  const props = {
    type: 'button',
    className: 'reply-head',
    data: { tint: String(tintOf(sender.id)) },
    onclick: () => hands.onJump(original.message_id),
  };
  return el(
    'button',
    props,
    el('strong', { dir: 'auto' }, sender.name),
    el('span', { dir: 'auto' }, summarize(original)),
  );
}

// One to three emoji stand alone and large, as in Telegram.
const EMOJI = /^(?:\p{RGI_Emoji}){1,3}$/v;

function isOnlyEmoji(message) {
  return message.text !== undefined && !message.entities?.length && EMOJI.test(message.text);
}
