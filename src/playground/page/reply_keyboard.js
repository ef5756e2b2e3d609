// The keyboard a bot puts in place of the phone's own.
import { el } from './dom.js';

/**
 * Show the newest keyboard among the messages, unless a later message took it away.
 * @param {object[]} messages of the open chat
 * @param {(text: string) => void} send what a tap says
 */
export function drawReplyKeyboard(messages, send) {
  const box = document.getElementById('reply-keyboard');
  const latest = messages.findLast(({ reply_markup: markup }) => markup?.keyboard || markup?.remove_keyboard);
  const markup = latest?.reply_markup;
  const isUsedUp = markup?.one_time_keyboard && messages.some((message) => answers(message, latest));
  const rows = markup?.keyboard && !isUsedUp ? markup.keyboard : [];
  box.hidden = rows.length === 0;
  box.replaceChildren(...rows.map((row) => renderRow(row, send)));
}

const answers = (message, asked) => message.message_id > asked.message_id && !message.from?.is_bot;

function renderRow(row, send) {
  const keys = row.map((key) => {
    const text = typeof key === 'string' ? key : key.text;
    return el('button', { type: 'button', className: 'key', dir: 'auto', onclick: () => send(text) }, text);
  });
  return el('div', { className: 'key-row' }, ...keys);
}
