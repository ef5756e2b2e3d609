// Reads one expression of a template: a field, a literal, a helper with its parameters.
import type { AST } from '@handlebars/parser';
import { decodeHTMLStrict } from 'entities';
import { cleanText } from '../characters.ts';
import {
  type Expression,
  FIELD_NAMES,
  type FieldName,
  HELPERS,
  type HelperName,
  type TemplateRefusal,
} from './template.ts';

/** What may be named here besides fields, and how deep we are. */
export type Scope = { names: readonly string[]; isInLoop: boolean; depth: number };

export type Refused = { kind: 'refused'; line: number; reason: TemplateRefusal; what: string };
export type Step<Value> = { kind: 'ok'; value: Value } | Refused;

export const MAX_DEPTH = 40;

/** Something that stands where a value may: `{{path params}}`, `(path params)`, or a path or literal alone. */
type Call = { path: AST.Expression; params: AST.Expression[]; hash?: AST.Hash; loc: AST.SourceLocation };

export function refuse(node: { loc: AST.SourceLocation }, reason: TemplateRefusal, what: string): Refused {
  return { kind: 'refused', line: node.loc.start.line, reason, what };
}

/** A mustache, the head of a block, or a subexpression. */
export function readCall(call: Call, scope: Scope): Step<Expression> {
  if (call.hash) return refuse(call, 'wrong-parameters', call.hash.pairs[0]?.key ?? '');
  if (call.params.length === 0 && !isHelper(nameOf(call.path))) return readExpression(call.path, scope);
  const helper = nameOf(call.path);
  if (helper === null) return refuse(call, 'unsupported', '');
  if (!isHelper(helper)) return refuse(call, 'unknown-helper', helper);
  const [least, most] = HELPERS[helper];
  if (call.params.length < least || call.params.length > most) return refuse(call, 'wrong-parameters', helper);
  const parameters: Expression[] = [];
  for (const param of call.params) {
    const read = readExpression(param, { ...scope, depth: scope.depth + 1 });
    if (read.kind === 'refused') return read;
    parameters.push(read.value);
  }
  return { kind: 'ok', value: { kind: 'call', helper, parameters } };
}

/** A parameter. */
export function readExpression(node: AST.Expression, scope: Scope): Step<Expression> {
  if (scope.depth > MAX_DEPTH) return refuse(node, 'too-deep', '');
  switch (node.type) {
    case 'SubExpression':
      return readCall(node as AST.SubExpression, { ...scope, depth: scope.depth + 1 });
    case 'PathExpression':
      return readPath(node as AST.PathExpression, scope);
    case 'StringLiteral':
      return literal(readableText((node as AST.StringLiteral).value));
    case 'NumberLiteral':
      return literal((node as AST.NumberLiteral).value);
    case 'BooleanLiteral':
      return literal((node as AST.BooleanLiteral).value);
    case 'NullLiteral':
    case 'UndefinedLiteral':
      return literal(null);
    default:
      return refuse(node, 'unsupported', node.type);
  }
}

/** Text of the template itself. Entities are decoded once, as el_monitorro did; only those with a semicolon, so that URLs keep their `&copy=1`. */
export function readableText(text: string): string {
  return cleanText(decodeHTMLStrict(text));
}

function readPath(path: AST.PathExpression, scope: Scope): Step<Expression> {
  const name = path.parts[0];
  // No way up or inward: a path with more than one part could reach what fields are made of.
  if (path.depth > 0 || path.parts.length > 1 || (name !== undefined && typeof name !== 'string')) {
    return refuse(path, 'forbidden-path', path.original);
  }
  if (name === undefined) return scope.isInLoop ? current('item') : refuse(path, 'unknown-field', path.original);
  if (path.data) {
    const isKnown = scope.isInLoop && (name === 'index' || name === 'first' || name === 'last');
    return isKnown ? current(name) : refuse(path, 'unknown-field', path.original);
  }
  if (scope.names.includes(name)) return { kind: 'ok', value: { kind: 'named', name } };
  if (FIELD_NAMES.has(name)) return { kind: 'ok', value: { kind: 'field', name: name as FieldName } };
  return refuse(path, 'unknown-field', path.original);
}

function current(what: 'item' | 'index' | 'first' | 'last'): Step<Expression> {
  return { kind: 'ok', value: { kind: 'current', what } };
}

function literal(value: string | number | boolean | null): Step<Expression> {
  return { kind: 'ok', value: { kind: 'literal', value } };
}

function nameOf(path: AST.Expression): string | null {
  return path.type === 'PathExpression' ? (path as AST.PathExpression).original : null;
}

function isHelper(name: string | null): name is HelperName {
  return name !== null && Object.hasOwn(HELPERS, name);
}
