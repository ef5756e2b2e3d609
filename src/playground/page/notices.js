// Short messages over the chat, questions, and menus that open from a button.
import { el } from './dom.js';

const TOAST_MS = 4000;

/** A line that goes away by itself. */
export function showToast(text) {
  const box = document.getElementById('toasts');
  const toast = el('div', { className: 'toast', dir: 'auto' }, text);
  box.replaceChildren(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
}

/** A message that waits for OK. */
export function showAlert(title, text) {
  const ok = el('button', { type: 'submit', className: 'dialog-ok', autofocus: true }, 'OK');
  const form = el('form', { method: 'dialog' }, el('h2', {}, title), el('p', { dir: 'auto' }, text), ok);
  const dialog = el('dialog', { className: 'dialog', aria: { label: title } }, form);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Open a menu at a button; arrows move, Escape closes, and the focus returns.
 * @param {HTMLElement} anchor
 * @param {{label: string, detail?: string, lead?: Node, isChecked?: boolean, isDanger?: boolean, run: () => void}[]} items
 */
export function openMenu(anchor, items) {
  const menu = el(
    'div',
    { className: 'menu', role: 'menu', popover: 'auto' },
    ...items.map((item) => renderItem(item, close)),
  );
  document.body.append(menu);
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
  });
  menu.addEventListener('keydown', moveFocus);
  menu.showPopover();
  anchor.setAttribute('aria-expanded', 'true');
  placeAt(menu, anchor);
  (menu.querySelector('[aria-checked=true]') ?? menu.firstElementChild)?.focus();

  function close() {
    menu.hidePopover();
    anchor.focus();
  }
}

function renderItem({ label, detail, lead, isChecked, isDanger, run }, close) {
  const lines = el(
    'span',
    { className: 'menu-lines' },
    el('span', { dir: 'auto' }, label),
    detail ? el('span', { className: 'menu-detail' }, detail) : null,
  );
  const isChoice = isChecked !== undefined;
  const props = {
    type: 'button',
    className: isDanger ? 'menu-item is-danger' : 'menu-item',
    role: isChoice ? 'menuitemradio' : 'menuitem',
    onclick: () => {
      close();
      run();
    },
  };
  if (isChoice) props.aria = { checked: String(isChecked) };
  return el('button', props, lead, lines);
}

function moveFocus(event) {
  const items = [...event.currentTarget.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

const GAP_PX = 6;

function placeAt(menu, anchor) {
  const place = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const fitsBelow = place.bottom + GAP_PX + height < innerHeight;
  const left = place.left + width > innerWidth ? place.right - width : place.left;
  menu.style.left = `${Math.max(GAP_PX, left)}px`;
  menu.style.top = `${Math.max(GAP_PX, fitsBelow ? place.bottom + GAP_PX : place.top - GAP_PX - height)}px`;
}
