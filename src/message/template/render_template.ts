// Renders a parsed template. The work and the output are bounded, whatever the template and the fields.
import type { RichText } from '../part.ts';
import { normalise } from '../rich_text.ts';
import type { Place } from './format_date.ts';
import { applyTags, VALUE_MARK } from './literal_tags.ts';
import type { Expression, FieldName, Template, TemplateFields, TemplateNode } from './template.ts';
import { asRichText, callHelper, fieldValue, isList, isTrue, type Value } from './values.ts';

/** Nodes and expressions visited: loops inside loops over the categories would multiply without end. */
const MAX_STEPS = 20_000;
/** What a helper may read for one step, in UTF-16 units; and what writing a date costs, since Intl is slow. */
const CHARS_A_STEP = 1000;
const STEPS_A_DATE = 50;
/** UTF-16 units written before rendering stops. */
const MAX_CHARS = 262_144;
/** An entity costs as much time as so many of them. */
const CHARS_AN_ENTITY = 30;

type Loop = { item: Value; index: number; isLast: boolean };
type Rendering = {
  fields: TemplateFields;
  place: Place;
  text: string[];
  values: RichText[];
  stepsLeft: number;
  charsLeft: number;
};
/** What `this`, `@index` and the names of enclosing loops mean just here. */
type Scope = { loop: Loop | null; named: ReadonlyMap<string, Value> };

/**
 * Render a template to text with entities. Empty text means that the template shows nothing of this item: the caller chooses
 * what to send instead. At its bounds (256 KiB, 20,000 steps) the output simply ends.
 */
export function renderTemplate(template: Template, fields: TemplateFields, place: Place): RichText {
  const rendering: Rendering = { fields, place, text: [], values: [], stepsLeft: MAX_STEPS, charsLeft: MAX_CHARS };
  renderNodes(template.nodes, { loop: null, named: new Map() }, rendering);
  return normalise(applyTags(rendering.text.join(''), rendering.values));
}

function renderNodes(nodes: readonly TemplateNode[], scope: Scope, rendering: Rendering): void {
  for (const node of nodes) {
    rendering.stepsLeft -= 1;
    if (isSpent(rendering)) return;
    renderNode(node, scope, rendering);
  }
}

function isSpent({ stepsLeft, charsLeft }: Rendering): boolean {
  return stepsLeft <= 0 || charsLeft <= 0;
}

function renderNode(node: TemplateNode, scope: Scope, rendering: Rendering): void {
  if (node.kind === 'text') {
    rendering.text.push(node.text.replaceAll(VALUE_MARK, ''));
    rendering.charsLeft -= node.text.length;
  } else if (node.kind === 'output') {
    const evaluated = evaluate(node.value, scope, rendering);
    rendering.stepsLeft -= stepsOf(evaluated);
    const value = asRichText(evaluated, rendering.place);
    rendering.charsLeft -= weightOf(value);
    if (rendering.charsLeft < 0) return;
    rendering.text.push(VALUE_MARK);
    rendering.values.push(value);
  } else if (node.kind === 'choice') {
    const isChosen = isTrue(evaluate(node.condition, scope, rendering), node.isZeroTrue);
    renderNodes(isChosen ? node.whenTrue : node.whenFalse, scope, rendering);
  } else {
    renderLoop(node, scope, rendering);
  }
}

function renderLoop(node: TemplateNode & { kind: 'loop' }, scope: Scope, rendering: Rendering): void {
  const over = evaluate(node.over, scope, rendering);
  const items: readonly Value[] = isList(over) ? over : isTrue(over) ? [over] : [];
  if (items.length === 0) renderNodes(node.whenEmpty, scope, rendering);
  for (const [index, item] of items.entries()) {
    if (isSpent(rendering)) return;
    const named = new Map(scope.named);
    for (const [position, name] of node.names.entries())
      named.set(name, position === 0 ? item : position === 1 ? index : null);
    renderNodes(node.body, { loop: { item, index, isLast: index === items.length - 1 }, named }, rendering);
  }
}

function evaluate(expression: Expression, scope: Scope, rendering: Rendering): Value {
  rendering.stepsLeft -= 1;
  if (isSpent(rendering)) return null;
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return readField(expression.name, rendering);
    case 'current':
      return readLoop(expression.what, scope.loop!);
    case 'named':
      return scope.named.get(expression.name) ?? null;
    case 'call': {
      const values = expression.parameters.map((parameter) => evaluate(parameter, scope, rendering));
      rendering.stepsLeft -= values.reduce((steps: number, value) => steps + stepsOf(value), 0);
      return isSpent(rendering) ? null : callHelper(expression.helper, values, rendering.place);
    }
  }
}

function stepsOf(value: Value): number {
  if (typeof value === 'string') return Math.ceil(value.length / CHARS_A_STEP);
  if (value === null || typeof value !== 'object') return 0;
  if (isList(value)) return value.length;
  return 'epochMs' in value ? STEPS_A_DATE : Math.ceil(weightOf(value) / CHARS_A_STEP);
}

function weightOf({ text, entities }: RichText): number {
  return text.length + CHARS_AN_ENTITY * entities.length;
}

function readField(name: FieldName, { fields }: Rendering): Value {
  return fieldValue(fields[name], name === 'bot_date');
}

function readLoop(what: 'item' | 'index' | 'first' | 'last', loop: Loop): Value {
  if (what === 'item') return loop.item;
  if (what === 'index') return loop.index;
  return what === 'first' ? loop.index === 0 : loop.isLast;
}
