// Elements with very many children, say ten thousand categories: which of them are kept.
import { LIMITS } from '../feed.ts';
import { type Element, elementsOf } from './element.ts';

/** Other names that may follow a crowd. */
const NAMES = 100;

/** Knows what stands in the crowded elements of one document. */
export class Crowds {
  readonly #namesIn = new WeakMap<Element, Set<string>>();

  /** Of a crowd the rest is dropped, but not what is the first of its name: the title may stand behind them. */
  isOneTooMany({ name, parent }: Element): boolean {
    if (parent === null || parent.children.length < LIMITS.childrenOfElement) return false;
    const names = this.#namesIn.get(parent) ?? new Set(elementsOf(parent).map((other) => other.name));
    this.#namesIn.set(parent, names);
    if (names.has(name) || parent.children.length >= LIMITS.childrenOfElement + NAMES) return true;
    names.add(name);
    return false;
  }
}
