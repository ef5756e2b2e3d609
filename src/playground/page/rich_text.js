// A message's text as elements, drawn from its entities.
import { el, icon } from './dom.js';
import { findLinks, nestEntities } from './entities.js';

const TAGS = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code' };
const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote']);
const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:', 'tg:']);

/**
 * @param {string} text
 * @param {object[]} entities of the Bot API
 * @param {{onCommand: (command: string) => void, onCopied: () => void}} hands what a tap does
 * @returns {DocumentFragment}
 */
export function renderText(text, entities, hands) {
  const all = [...entities, ...findLinks(text, entities)];
  const fragment = document.createDocumentFragment();
  fragment.append(...renderNodes(nestEntities(text, all), hands));
  return fragment;
}

function renderNodes(nodes, hands) {
  return nodes.map((node, index) => {
    if (typeof node !== 'string') return renderEntity(node, hands);
    // The line break after a quote or a block of code is the block's own end.
    const before = nodes[index - 1];
    const followsBlock = before && typeof before !== 'string' && BLOCKS.has(before.entity.type);
    return document.createTextNode(followsBlock && node.startsWith('\n') ? node.slice(1) : node);
  });
}

const RENDERERS = {
  pre: renderPre,
  blockquote: (_, children) => el('blockquote', { dir: 'auto' }, ...children),
  expandable_blockquote: (_, children) => renderExpandable(children),
  spoiler: (_, children) => renderSpoiler(children),
  text_link: ({ entity }, children) => renderLink(entity.url, children, entity.url),
  url: ({ text }, children) => renderLink(/^www\./i.test(text) ? `https://${text}` : text, children),
  email: ({ text }, children) => renderLink(`mailto:${text}`, children),
  bot_command: ({ text }, children, hands) =>
    el('button', { type: 'button', className: 'link', onclick: () => hands.onCommand(text) }, ...children),
};

function renderEntity({ entity, children }, hands) {
  const inner = renderNodes(children, hands);
  const text = inner.map((node) => node.textContent).join('');
  const tag = TAGS[entity.type];
  if (tag) return el(tag, {}, ...inner);
  const render = RENDERERS[entity.type];
  return render ? render({ entity, text }, inner, hands) : el('span', { className: entity.type }, ...inner);
}

function renderLink(address, children, title) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !SAFE_PROTOCOLS.has(url.protocol)) return el('span', {}, ...children);
  return el('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', title }, ...children);
}

function renderPre({ entity, text }, children, hands) {
  const copy = el(
    'button',
    {
      type: 'button',
      className: 'copy',
      aria: { label: 'Copy code' },
      onclick: () => navigator.clipboard.writeText(text).then(hands.onCopied),
    },
    icon('copy'),
  );
  const head = el(
    'span',
    { className: 'pre-head' },
    el('span', { className: 'language' }, entity.language || 'code'),
    copy,
  );
  return el('div', { className: 'pre' }, head, el('pre', { tabIndex: 0 }, el('code', {}, ...children)));
}

function renderExpandable(children) {
  const body = el('div', { className: 'quote-body', dir: 'auto' }, ...children);
  const toggle = el('button', { type: 'button', className: 'quote-toggle' }, icon('down'));
  const quote = el('blockquote', { className: 'expandable', dir: 'auto' }, body, toggle);
  const setOpen = (isOpen) => {
    quote.classList.toggle('is-open', isOpen);
    toggle.setAttribute('aria-expanded', String(isOpen));
    toggle.setAttribute('aria-label', isOpen ? 'Collapse quote' : 'Expand quote');
  };
  quote.addEventListener('click', (event) => {
    if (event.target.closest('a, .link, .spoiler')) return;
    setOpen(!quote.classList.contains('is-open'));
  });
  setOpen(false);
  return quote;
}

function renderSpoiler(children) {
  const inner = el('span', { className: 'spoiler-text', inert: true }, ...children);
  const spoiler = el(
    'span',
    { className: 'spoiler', tabIndex: 0, role: 'button', aria: { label: 'Show spoiler' } },
    inner,
  );
  const reveal = (event) => {
    if (spoiler.classList.contains('is-shown')) return;
    event.preventDefault();
    event.stopPropagation();
    // Telegram opens all spoilers of a message with one tap.
    for (const each of (spoiler.closest('.bubble') ?? spoiler.parentNode).querySelectorAll('.spoiler'))
      showSpoiler(each);
  };
  spoiler.addEventListener('click', reveal, { capture: true });
  spoiler.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') reveal(event);
  });
  return spoiler;
}

function showSpoiler(spoiler) {
  spoiler.classList.add('is-shown');
  for (const name of ['role', 'tabindex', 'aria-label']) spoiler.removeAttribute(name);
  spoiler.querySelector('.spoiler-text').inert = false;
}
