// The state of one walk over an HTML tree, and what the element handlers ask of it.
import type { Media } from '../store/item.ts';
import type { Element, ParentNode } from './html_tree.ts';
import type { EntityType } from './part.ts';
import type { Writer } from './writer.ts';

export type Walk = {
  writer: Writer;
  /** what relative links are resolved against */
  base: string | null;
  /** found so far, in order */
  media: Media[];
  /** entities that are open: one inside another of its kind says nothing */
  open: Set<EntityType>;
  /** changes text before it is written: superscripts */
  shape: ((text: string) => string) | null;
  visit: (parent: ParentNode) => void;
};

export type Handler = (element: Element, walk: Walk) => void;

/** Visit the children of an element under an entity, unless one of its kind is open already or no more are shown. */
export function visitUnder(
  element: ParentNode,
  walk: Walk,
  type: EntityType,
  extra: { url?: string; language?: string } = {},
): void {
  if (walk.open.has(type) || walk.writer.isFull) {
    walk.visit(element);
    return;
  }
  walk.open.add(type);
  const entity = walk.writer.open(type, extra);
  walk.visit(element);
  walk.writer.close(entity);
  walk.open.delete(type);
}
