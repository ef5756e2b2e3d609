// An element of a feed's tree, and what is asked of it. Names are those of namespaces.ts.
import type { Scope } from './namespaces.ts';

export type Element = {
  /** known name: `title`, `atom:link`, `?:thing` */
  name: string;
  /** as written, for markup that is to be written again */
  rawName: string;
  attributes: Map<string, string> | null;
  children: (Element | string)[];
  parent: Element | null;
  scope: Scope | null;
  /** what relative URLs in it are relative to (xml:base), absolute; null if nobody said */
  base: string | null;
  /** how it ended: by its own tag, by somebody else's, or not at all when the document broke off */
  ended: 'closed' | 'implied' | 'cut';
};

/** The children of an element, without the text between them. */
export function elementsOf(element: Element): Element[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** From here on, asking for a name after another would take longer than sorting the children by name. */
const MANY_CHILDREN = 64;
const childrenByName = new WeakMap<Element, Map<string, Element[]>>();

/** The first child of one of these names, an earlier name before a later one. */
export function child(element: Element, ...names: string[]): Element | null {
  for (const name of names) {
    const [first] = childrenNamed(element, name);
    if (first !== undefined) return first;
  }
  return null;
}

/** Of an element that is complete. */
export function childrenNamed(element: Element, ...names: string[]): Element[] {
  const [only] = names;
  if (names.length > 1 || element.children.length < MANY_CHILDREN) {
    return elementsOf(element).filter(({ name }) => names.includes(name));
  }
  let byName = childrenByName.get(element);
  if (byName === undefined) {
    byName = Map.groupBy(elementsOf(element), ({ name }) => name);
    childrenByName.set(element, byName);
  }
  return byName.get(only!) ?? [];
}

/** @param name in lower case, as all are kept */
export function attribute(element: Element, name: string): string | null {
  return element.attributes?.get(name) ?? null;
}

/** All text in it, markup left out, white space at the ends dropped. */
export function textOf(element: Element | null): string {
  if (element === null) return '';
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === 'string') return only.trim();
  return collectText(element).trim();
}

function collectText(element: Element): string {
  return element.children.map((part) => (typeof part === 'string' ? part : collectText(part))).join('');
}

/** The text of the first child of these names that has any; null if none has. */
export function textOfChild(element: Element, ...names: string[]): string | null {
  for (const candidate of names) {
    for (const found of childrenNamed(element, candidate)) {
      const text = textOf(found);
      if (text !== '') return text;
    }
  }
  return null;
}

/** An element and all within it. */
export function countElements(element: Element): number {
  return elementsOf(element).reduce((count, inner) => count + countElements(inner), 1);
}
