// Lists: bullets by depth, numbers as `start`, `reversed`, `type` and `value` say, check boxes of task lists.
import { attribute, type Element, isElement } from './html_tree.ts';
import type { Walk } from './walk.ts';

const BULLETS = ['•', '◦', '▪'];
const INDENT = '   ';

/** Write an `ol`, `ul` or `menu`, one line an item, deeper lists indented. */
export function writeList(list: Element, walk: Walk): void {
  const { writer } = walk;
  writer.block(2);
  writer.listDepth += 1;
  const marker = list.tagName === 'ol' ? numbering(list) : () => BULLETS[(writer.listDepth - 1) % BULLETS.length]!;
  for (const child of list.childNodes) {
    if (isElement(child) && child.tagName === 'li') writeItem(child, marker(child), walk);
    else walk.visit({ ...list, childNodes: [child] });
  }
  writer.listDepth -= 1;
  writer.block(2);
}

function writeItem(item: Element, marker: string, walk: Walk): void {
  const indent = INDENT.repeat(Math.min(walk.writer.listDepth - 1, 6));
  walk.writer.block(1);
  walk.writer.mark(`${indent}${checkbox(item) ?? marker} `);
  walk.visit(item);
  walk.writer.mark('');
  walk.writer.block(1);
}

/** A task list's box, where the item starts with one. */
function checkbox(item: Element): string | null {
  const first = item.childNodes.find((node) => isElement(node) || node.nodeName === '#text');
  const inner = first && isElement(first) && first.tagName === 'p' ? first.childNodes[0] : first;
  if (!inner || !isElement(inner) || inner.tagName !== 'input' || attribute(inner, 'type') !== 'checkbox') return null;
  return attribute(inner, 'checked') === null ? '☐' : '☑';
}

function numbering(list: Element): (item: Element) => string {
  const step = attribute(list, 'reversed') === null ? 1 : -1;
  const count = list.childNodes.filter((node) => node.nodeName === 'li').length;
  const type = attribute(list, 'type') ?? '1';
  let next = integer(attribute(list, 'start')) ?? (step === 1 ? 1 : count);
  return (item) => {
    const number = integer(attribute(item, 'value')) ?? next;
    next = number + step;
    return `${numeral(number, type)}.`;
  };
}

function integer(text: string | null): number | null {
  return text !== null && /^\s*[+-]?\d{1,9}\s*$/.test(text) ? Number(text) : null;
}

function numeral(number: number, type: string): string {
  if (type === 'a') return letters(number).toLowerCase();
  if (type === 'A') return letters(number);
  if (type === 'i') return roman(number).toLowerCase();
  if (type === 'I') return roman(number);
  return String(number);
}

function letters(number: number): string {
  if (number < 1) return String(number);
  let left = number;
  let text = '';
  while (left > 0) {
    text = String.fromCharCode(65 + ((left - 1) % 26)) + text;
    left = Math.floor((left - 1) / 26);
  }
  return text;
}

const ROMAN: [number, string][] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number);
  let left = number;
  let text = '';
  for (const [value, sign] of ROMAN) {
    for (; left >= value; left -= value) text += sign;
  }
  return text;
}
