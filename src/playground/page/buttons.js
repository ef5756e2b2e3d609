// The buttons under a message: tapping, waiting, and the answer.
import { tap } from './api.js';
import { el, icon } from './dom.js';
import { model } from './model.js';
import { showAlert, showToast } from './notices.js';

// Telegram's clients stop waiting for the bot after about this long.
const PATIENCE_MS = 15_000;

/** The inline keyboard of a message, or null. */
export function renderButtons(message) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  const shown = rows.map((row) =>
    el('div', { className: 'button-row' }, ...row.map((button) => renderButton(message, button))),
  );
  return el('div', { className: 'buttons', role: 'group', aria: { label: 'Buttons' } }, ...shown);
}

function renderButton(message, button) {
  const label = el('span', { className: 'button-label', dir: 'auto' }, button.text);
  if (button.url !== undefined) return renderUrlButton(button.url, label);
  const node = el('button', { type: 'button', className: 'button' }, label);
  node.addEventListener('click', () => press(node, message, button));
  return node;
}

function renderUrlButton(url, label) {
  const isSafe = URL.canParse(url) && /^(?:https?|tg|mailto):/i.test(url);
  const props = { className: 'button', target: '_blank', rel: 'noopener noreferrer', title: url };
  if (isSafe) props.href = url;
  return el('a', props, label, icon('open'));
}

async function press(node, message, button) {
  if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text);
    showToast('Copied');
    return;
  }
  if (node.getAttribute('aria-busy') === 'true') return;
  setBusy(node, true);
  try {
    const body = { chatId: message.chat.id, messageId: message.message_id, data: button.callback_data };
    const answer = await tap({ ...body, personId: model.me.id }, AbortSignal.timeout(PATIENCE_MS));
    showAnswer(answer);
  } catch (error) {
    if (error.name !== 'TimeoutError') showToast(error.message);
  } finally {
    setBusy(node, false);
  }
}

function setBusy(node, isBusy) {
  node.setAttribute('aria-busy', String(isBusy));
}

/** An answer without text only ends the waiting. */
function showAnswer(answer) {
  if (!answer?.text) return;
  if (answer.showAlert) showAlert(model.bot.name, answer.text);
  else showToast(answer.text);
}
