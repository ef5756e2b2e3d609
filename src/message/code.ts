// Code blocks: their text as it stands, and the language that highlighters note in class names.
import { attribute, classOf, type Element, isElement, type Node, type ParentNode } from './html_tree.ts';
import type { Walk } from './walk.ts';

const GUTTER =
  /(^|[\s_-])(gutter|lineno|linenos|linenumbers|line-numbers-rows|rouge-gutter|hljs-ln-numbers|blob-num)($|[\s_-])/;
const LANGUAGE =
  /(?:^|\s)(?:language-|lang-|highlight-source-|highlight-text-|highlight-|sourceCode\s+|brush:\s*|hljs\s+|src\s+src-)([a-z][\w+#.-]{0,30})/i;
/** classes of highlighters that stand where a language does */
const NOT_LANGUAGES = new Set([
  'highlight',
  'hljs',
  'none',
  'plaintext',
  'text',
  'plain',
  'copy',
  'code',
  'rouge',
  'wrapper',
]);

/** Telegram makes one space of a tab, which would flatten what is indented with them. */
const TAB = ' '.repeat(4);

/** Write a `pre` (or a highlighter's element around it) as one block of code. */
export function writeCodeBlock(element: Element, walk: Walk): void {
  const code = codeOf(element).replace(/^\n+/, '').trimEnd().replaceAll('\t', TAB);
  if (code.trim() === '') return;
  walk.writer.block(2);
  const language = languageOf(element);
  walk.writer.isRightToLeft = false;
  const entity = walk.writer.open('pre', language === null ? {} : { language });
  walk.writer.verbatim(code);
  walk.writer.close(entity);
  walk.writer.block(2);
}

function isGutter(element: Element): boolean {
  return GUTTER.test(classOf(element)) || attribute(element, 'aria-hidden') === 'true';
}

/** The text of code as it stands, without line numbers. */
function codeOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  if (!isElement(node) || isGutter(node)) return '';
  return node.tagName === 'br' ? '\n' : node.childNodes.map(codeOf).join('');
}

/** The language named by the element, the code inside, or a wrapper up to two levels above. */
function languageOf(element: Element): string | null {
  const inner = element.childNodes.filter(isElement).find(({ tagName }) => tagName === 'code');
  const candidates: (ParentNode | null | undefined)[] = [element, inner, element.parentNode];
  candidates.push(element.parentNode && 'parentNode' in element.parentNode ? element.parentNode.parentNode : null);
  for (const candidate of candidates) {
    const found = candidate && 'tagName' in candidate ? namedLanguage(candidate) : null;
    if (found !== null) return found;
  }
  return null;
}

function namedLanguage(element: Element): string | null {
  const named = attribute(element, 'data-lang') ?? attribute(element, 'data-language') ?? attribute(element, 'lang');
  const fromClass = LANGUAGE.exec(classOf(element))?.[1];
  const isCode = element.tagName === 'pre' || element.tagName === 'code';
  const language = (fromClass ?? (isCode ? named : null) ?? '').toLowerCase();
  return /^[a-z][\w+#.-]*$/.test(language) && !NOT_LANGUAGES.has(language) ? language : null;
}
