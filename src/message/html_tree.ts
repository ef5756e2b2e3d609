// HTML of any kind into a tree whose depth and size stay in proportion to the input.
import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  Parser,
  type Token,
} from 'parse5';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type ParentNode = DefaultTreeAdapterTypes.ParentNode;
export type Element = DefaultTreeAdapterTypes.Element;

/** Deeper start tags are dropped and their text stays with the ancestor: the walk over the tree is recursive. */
const MAX_DEPTH = 200;

/**
 * Tags read and elements made of them; a message shows a few thousand, and each costs more time than a hundred letters. An
 * element with an end is three.
 */
const MAX_STEPS = 30_000;

/** Formatting elements that say nothing we show; kept, each could be reopened in every paragraph that follows. */
const MEANINGLESS = new Set(['font', 'big', 'small', 'nobr', 'tt']);
const FORMATTING = new Set(['b', 'strong', 'i', 'em', 'u', 's', 'strike', 'code']);

/**
 * HTML reopens unclosed formatting elements in each block that follows (HTML Standard, "reconstruct the active
 * formatting elements"), so N of them before M paragraphs make N x M nodes: 240 KB was seen to fill 1.5 GB. Nobody
 * needs a bold inside a bold: one of each kind is kept, without attributes.
 */
class BoundedParser extends Parser<DefaultTreeAdapterMap> {
  #dropped = new Map<string, number>();
  #steps = 0;

  /** Whether the document was left before its end. */
  get isStopped(): boolean {
    return this.#steps > MAX_STEPS;
  }

  /** Count one tag or element, and read no further when they are too many. */
  spend(): void {
    this.#steps += 1;
    if (this.isStopped) this.tokenizer.pause();
  }

  override onComment(): void {
    this.spend();
  }

  override onStartTag(token: Token.TagToken): void {
    this.spend();
    if (this.#isExcess(token)) {
      this.#dropped.set(token.tagName, (this.#dropped.get(token.tagName) ?? 0) + 1);
      return;
    }
    if (FORMATTING.has(token.tagName)) token.attrs = token.attrs.filter(({ name }) => name === 'class');
    super.onStartTag(token);
  }

  override onEndTag(token: Token.TagToken): void {
    this.spend();
    const dropped = this.#dropped.get(token.tagName) ?? 0;
    if (dropped > 0) this.#dropped.set(token.tagName, dropped - 1);
    else if (!MEANINGLESS.has(token.tagName)) super.onEndTag(token);
  }

  #isExcess({ tagName }: Token.TagToken): boolean {
    if (MEANINGLESS.has(tagName)) return true;
    if (FORMATTING.has(tagName)) {
      return this.activeFormattingElements.getElementEntryInScopeWithTagName(tagName) !== null;
    }
    return this.openElements.depth >= MAX_DEPTH && !CHILDLESS.has(tagName);
  }
}

/** Void elements that are so everywhere: SVG and MathML nest the others, and HTML nests what ends in a slash (`<div/>`). */
const CHILDLESS = new Set(['br', 'embed', 'hr', 'img']);

export type Tree = { root: ParentNode; isTruncated: boolean };

/** Parse a piece of HTML as a browser would with scripting off, so that what `noscript` holds is seen. */
export function parseTree(html: string): Tree {
  const options = { scriptingEnabled: false, treeAdapter: defaultTreeAdapter };
  const parser = BoundedParser.getFragmentParser<DefaultTreeAdapterMap>(null, options) as BoundedParser;
  parser.treeAdapter = {
    ...defaultTreeAdapter,
    createElement: (...named) => {
      parser.spend();
      return defaultTreeAdapter.createElement(...named);
    },
  };
  parser.tokenizer.write(html, true);
  return { root: parser.getFragment(), isTruncated: parser.isStopped };
}

export function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

/** What no page needs more of: the patterns that look into classes and styles take time by their length. */
const LONGEST_NAMES = 400;

export const classOf = (element: Element): string => (attribute(element, 'class') ?? '').slice(0, LONGEST_NAMES);
export const styleOf = (element: Element): string => (attribute(element, 'style') ?? '').slice(0, LONGEST_NAMES);

export function attribute(element: Element, name: string): string | null {
  return element.attrs.find((attr) => attr.name === name)?.value ?? null;
}

/** At most `limit` UTF-16 units of the text below a node, found without reading much more of it. */
export function beginningOf(node: Node | ParentNode, limit: number): string {
  const waiting: (Node | ParentNode)[] = [node];
  let text = '';
  for (let seen = 0; waiting.length > 0 && text.length < limit && seen < 4 * limit; seen += 1) {
    const next = waiting.pop()!;
    if (next.nodeName === '#text') text += (next as DefaultTreeAdapterTypes.TextNode).value.slice(0, limit);
    else if ('childNodes' in next) {
      for (let index = Math.min(next.childNodes.length, 4 * limit) - 1; index >= 0; index -= 1)
        waiting.push(next.childNodes[index]!);
    }
  }
  return text.slice(0, limit);
}

/** All text below a node, as it stands; `skip` leaves out whole elements. */
export function textOf(node: Node | ParentNode, skip: (element: Element) => boolean = () => false): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  if (!('childNodes' in node)) return '';
  return node.childNodes.map((child) => (isElement(child) && skip(child) ? '' : textOf(child, skip))).join('');
}
