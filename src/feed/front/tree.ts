// A document's text to a bounded tree of elements, whatever its faults: the tokens are htmlparser2's, the nesting is ours.
// No fault ends the reading, and time is linear in the text: every step looks back at LIMITS.depth elements at most.
import { Tokenizer } from 'htmlparser2';
import { LIMITS } from '../feed.ts';
import { Crowds } from './crowds.ts';
import { countElements, type Element } from './element.ts';
import { mendMarkup } from './mend_markup.ts';
import { knownName, openScope } from './namespaces.ts';
import { endsField, FEED_ROOTS, ITEMS } from './nesting.ts';
import { decodeReferences, type Entities, readDoctype } from './references.ts';
import { boundedBase, resolveUrl } from './urls.ts';

export type Tree = {
  /** the feed's own root, or null where the document has none */
  root: Element | null;
  /** the first element of all, for saying what the document is instead */
  firstName: string | null;
};

const DROPPED_NAMES = 10_000;

/**
 * @param decoded the document as text
 * @param baseUrl the document's address, against which xml:base is resolved
 */
export function buildTree(decoded: string, baseUrl: string | null): Tree {
  const text = mendMarkup(decoded);
  const doctype = readDoctype(text);
  const builder = new TreeBuilder(doctype ? text.slice(doctype.end) : text, doctype?.entities ?? null, baseUrl);
  return builder.build();
}

/** Owns the stack of open elements while one document is read. */
class TreeBuilder {
  #text: string;
  #entities: Entities | null;
  #baseUrl: string | null;
  #root: Element | null = null;
  #firstName: string | null = null;
  #stack: Element[] = [];
  #elements = 0;
  #items = 0;
  /** the last of more items than LIMITS.items: where a document is oldest-first, the new ones are among them */
  #lastItems: Element[] = [];
  /** names of open elements that are not kept: too deep, too many, or inside such a one */
  #dropped: string[] = [];
  readonly #crowds = new Crowds();
  #rootEnded = false;
  #tagStart = 0;
  #tagName = '';
  #attributes: Map<string, string> | null = null;
  #attributeName = '';
  #attributeValue = '';

  constructor(text: string, entities: Entities | null, baseUrl: string | null) {
    this.#text = text;
    this.#entities = entities;
    this.#baseUrl = boundedBase(baseUrl);
  }

  build(): Tree {
    const ignore = () => {};
    const tokenizer = new Tokenizer(
      { xmlMode: true, decodeEntities: false },
      {
        onopentagname: (start, end) => this.#startTag(start, end),
        onattribname: (start, end) => {
          this.#attributeName = this.#text.slice(start, end);
          this.#attributeValue = '';
          this.#restartAtBracket(start, end);
        },
        onattribdata: (start, end) => {
          this.#attributeValue += this.#text.slice(start, end);
        },
        onattribend: () => this.#keepAttribute(),
        onattribentity: ignore,
        onopentagend: (end) => this.#openTag(end, false),
        onselfclosingtag: (end) => this.#openTag(end, true),
        onclosetag: (start, end) => this.#closeTag(this.#text.slice(start, end)),
        ontext: (start, end) => this.#addText(decodeReferences(this.#text.slice(start, end), this.#entities)),
        ontextentity: ignore,
        oncdata: (start, end, offset) => this.#addText(this.#text.slice(start, end - offset)),
        oncomment: ignore,
        ondeclaration: ignore,
        onprocessinginstruction: ignore,
        onend: ignore,
      },
    );
    tokenizer.write(this.#text);
    tokenizer.end();
    for (const element of this.#stack) element.ended = 'cut';
    for (const item of this.#lastItems) item.parent?.children.push(item);
    return { root: this.#root, firstName: this.#firstName };
  }

  #startTag(start: number, end: number): void {
    this.#tagStart = start - 1;
    this.#tagName = this.#text.slice(start, end);
    this.#attributes = null;
    this.#restartAtBracket(start, end);
  }

  /** What has another `<` before its `>` was no tag but text, as in "I <3 boats</title>": the tag starts at that other one. */
  #restartAtBracket(start: number, end: number): void {
    const offset = this.#text.slice(start, end).lastIndexOf('<');
    if (offset < 0) return;
    const bracket = start + offset;
    this.#addText(decodeReferences(this.#text.slice(this.#tagStart, bracket), this.#entities));
    this.#tagStart = bracket;
    this.#tagName = this.#text.slice(bracket + 1, end);
    this.#attributeName = '';
    this.#attributes = null;
  }

  #keepAttribute(): void {
    this.#attributes ??= new Map();
    const name = this.#attributeName.toLowerCase();
    if (name === '') return;
    if (this.#attributes.size >= LIMITS.attributesOfElement || this.#attributes.has(name)) return;
    this.#attributes.set(name, decodeReferences(this.#attributeValue, this.#entities));
  }

  #openTag(end: number, selfClosing: boolean): void {
    if (this.#rootEnded) return;
    if (this.#text[this.#tagStart + 1] === '/') {
      this.#closeTag(/[^\s/>]*/.exec(this.#text.slice(this.#tagStart + 2, end))![0]);
      return;
    }
    if (!/^[A-Za-z_:\u0080-\uffff]/.test(this.#tagName)) {
      this.#addText(this.#text.slice(this.#tagStart, end + 1)); // "I <3 you" is text, whatever XML says
      return;
    }
    if (this.#dropped.length > 0 && !ITEMS.has(this.#tagName)) {
      if (!selfClosing) this.#drop();
      return;
    }
    this.#dropped = [];
    const isRoot = this.#root === null && this.#looksLikeRoot();
    if (isRoot) this.#stack = []; // what stands around the feed (a PHP notice, an unclosed `<br>`) is left behind
    const element = this.#makeElement();
    this.#firstName ??= element.name;
    if (isRoot) this.#takeAsRoot(element);
    else this.#endUnclosed(element);
    this.#place(element, selfClosing);
  }

  #makeElement(): Element {
    const parent = this.#stack.at(-1) ?? null;
    const declarations = this.#ownDeclarations();
    const scope = declarations ? openScope(declarations, parent?.scope ?? null) : (parent?.scope ?? null);
    const outerBase = parent ? parent.base : this.#baseUrl;
    const ownBase = this.#attributes?.get('xml:base');
    return {
      name: knownName(this.#tagName, scope),
      rawName: this.#tagName,
      attributes: this.#attributes,
      children: [],
      parent,
      scope,
      base: ownBase === undefined ? outerBase : (boundedBase(resolveUrl(ownBase, outerBase)) ?? outerBase),
      ended: 'closed',
    };
  }

  #ownDeclarations(): Map<string, string> | null {
    let declarations: Map<string, string> | null = null;
    for (const [name, value] of this.#attributes ?? []) {
      if (!name.startsWith('xmlns')) continue;
      declarations ??= new Map();
      declarations.set(name.slice('xmlns:'.length), value);
    }
    return declarations;
  }

  #looksLikeRoot(): boolean {
    const local = this.#tagName.slice(this.#tagName.indexOf(':') + 1).toLowerCase();
    return FEED_ROOTS.has(local) && this.#firstName !== 'html' && this.#firstName !== 'xhtml:html';
  }

  /** The root says what names without a prefix mean, since many an RSS root declares Atom's namespace, or none of its own. */
  #takeAsRoot(element: Element): void {
    const local = element.name.slice(element.name.indexOf(':') + 1);
    element.scope ??= { declared: new Map(), outer: null };
    const isPlain = !element.rawName.includes(':');
    if (isPlain) element.scope.declared.set('', local === 'feed' || local === 'entry' ? 'atom' : '');
    element.name = local;
    this.#root = element;
  }

  /** An item that starts within an item, or a field within a field, says that the open one was never closed. */
  #endUnclosed(element: Element): void {
    const top = this.#stack.at(-1);
    if (top === undefined) return;
    if (ITEMS.has(element.name)) this.#endThrough((open) => ITEMS.has(open.name));
    else if (endsField(top.name, element.name)) this.#endThrough((open) => open === top);
    element.parent = this.#stack.at(-1) ?? null;
  }

  #place(element: Element, selfClosing: boolean): void {
    const isItem = ITEMS.has(element.name);
    const isOneTooMany = !isItem && this.#crowds.isOneTooMany(element);
    if (this.#elements >= LIMITS.elements || isOneTooMany || this.#stack.length >= LIMITS.depth) {
      if (!selfClosing) this.#drop();
      return;
    }
    this.#elements++;
    if (isItem && this.#items >= LIMITS.items) this.#keepAmongLast(element);
    else element.parent?.children.push(element);
    if (isItem) this.#items++;
    if (!selfClosing) this.#stack.push(element);
  }

  #keepAmongLast(item: Element): void {
    if (this.#lastItems.push(item) > LIMITS.items) this.#elements -= countElements(this.#lastItems.shift()!);
  }

  #drop(): void {
    if (this.#dropped.length < DROPPED_NAMES) this.#dropped.push(this.#tagName);
  }

  #closeTag(rawName: string): void {
    if (this.#rootEnded || this.#closesDropped(rawName)) return;
    let index = this.#stack.findLastIndex((open) => open.rawName === rawName);
    const lowerCase = rawName.toLowerCase();
    if (index < 0) index = this.#stack.findLastIndex((open) => open.rawName.toLowerCase() === lowerCase);
    if (index < 0) return;
    this.#dropped = [];
    for (const inner of this.#stack.splice(index).slice(1)) inner.ended = 'implied';
    if (index === 0 && this.#root !== null) this.#rootEnded = true;
  }

  #closesDropped(rawName: string): boolean {
    const lowest = Math.max(0, this.#dropped.length - LIMITS.depth);
    for (let i = this.#dropped.length - 1; i >= lowest; i--) {
      if (this.#dropped[i] !== rawName) continue;
      this.#dropped.length = i;
      return true;
    }
    return false;
  }

  #endThrough(matches: (open: Element) => boolean): void {
    const index = this.#stack.findLastIndex(matches);
    if (index < 0) return;
    for (const open of this.#stack.splice(index)) open.ended = 'implied';
  }

  #addText(text: string): void {
    if (this.#dropped.length > 0 || text === '') return;
    this.#stack.at(-1)?.children.push(text);
  }
}
