// Reads a template in handlebars' language into our own tree, and refuses what we would not render.
import { type AST, parse } from '@handlebars/parser';
import { MAX_DEPTH, readCall, readExpression, refuse, type Scope, type Step } from './read_expression.ts';
import type { Expression, TemplateNode, TemplateParse } from './template.ts';

/** In UTF-16 units. Telegram's longest message: what a person can send us in one. */
export const MAX_TEMPLATE_CHARS = 4096;

/** Parse and check a template. Whatever is accepted renders, with any fields. */
export function parseTemplate(source: string): TemplateParse {
  if (source.trim() === '') return { kind: 'refused', line: 1, reason: 'empty', what: '' };
  if (source.length > MAX_TEMPLATE_CHARS) return { kind: 'refused', line: 1, reason: 'too-long', what: '' };
  const program = parseSyntax(source);
  if (program.kind === 'refused') return program;
  const nodes = readNodes(program.value, { names: [], isInLoop: false, depth: 0 });
  return nodes.kind === 'refused' ? nodes : { kind: 'ok', template: { nodes: nodes.value } };
}

function parseSyntax(source: string): Step<AST.Program> {
  try {
    return { kind: 'ok', value: parse(source) };
  } catch (error) {
    // The parser tells every fault by throwing; the line stands in the error, or only in its message.
    const { message, lineNumber } = error as Error & { lineNumber?: number };
    const line = lineNumber ?? Number(/line (\d+)/.exec(message)?.[1] ?? 1);
    return { kind: 'refused', line, reason: 'syntax', what: source.split('\n')[line - 1]?.trim() ?? '' };
  }
}

function readNodes(program: AST.Program | undefined, scope: Scope): Step<readonly TemplateNode[]> {
  if (program && scope.depth > MAX_DEPTH) return refuse(program.body[0] ?? program, 'too-deep', '');
  const nodes: TemplateNode[] = [];
  for (const statement of program?.body ?? []) {
    const node = readNode(statement, scope);
    if (node.kind === 'refused') return node;
    if (node.value !== null) nodes.push(node.value);
  }
  return { kind: 'ok', value: nodes };
}

function readNode(statement: AST.Statement, scope: Scope): Step<TemplateNode | null> {
  switch (statement.type) {
    case 'ContentStatement':
      return { kind: 'ok', value: { kind: 'text', text: (statement as AST.ContentStatement).value } };
    case 'CommentStatement':
      return { kind: 'ok', value: null };
    case 'MustacheStatement': {
      const value = readCall(statement as AST.MustacheStatement, scope);
      return value.kind === 'refused' ? value : { kind: 'ok', value: { kind: 'output', value: value.value } };
    }
    case 'BlockStatement':
      return readBlock(statement as AST.BlockStatement, { ...scope, depth: scope.depth + 1 });
    case 'PartialStatement':
    case 'PartialBlockStatement':
      return refuse(statement, 'partial', '>');
    case 'Decorator':
    case 'DecoratorBlock':
      return refuse(statement, 'decorator', '*');
    default:
      return refuse(statement, 'unsupported', statement.type);
  }
}

function readBlock(block: AST.BlockStatement, scope: Scope): Step<TemplateNode> {
  const name = block.path.original;
  const isOwn = name === 'if' || name === 'unless' || name === 'each' || name === 'with';
  if (isOwn && block.params.length !== 1) return refuse(block, 'wrong-parameters', name);
  const subject = isOwn ? readExpression(block.params[0]!, scope) : readCall(block, scope);
  if (subject.kind === 'refused') return subject;
  const isList = subject.value.kind === 'field' && subject.value.name === 'bot_item_categories';
  const isSection = !isOwn && isList && block.program !== undefined;
  if (name !== 'each' && name !== 'with' && !isSection) return readChoice(block, subject.value, scope);
  return block.hash ? refuse(block, 'wrong-parameters', name) : readLoop(block, subject.value, scope);
}

/** `if`, `unless`, and sections: `{{#bot_item_author}} … {{/bot_item_author}}`, `{{#eq a b}} … {{/eq}}`, `{{^bot_item_image}} …`. */
function readChoice(block: AST.BlockStatement, condition: Expression, scope: Scope): Step<TemplateNode> {
  const isZeroTrue = readIncludeZero(block);
  if (isZeroTrue.kind === 'refused') return isZeroTrue;
  const main = readNodes(block.program, scope);
  if (main.kind === 'refused') return main;
  const inverse = readNodes(block.inverse, scope);
  if (inverse.kind === 'refused') return inverse;
  const isUnless = block.path.original === 'unless';
  const whenTrue = isUnless ? inverse.value : main.value;
  const whenFalse = isUnless ? main.value : inverse.value;
  return { kind: 'ok', value: { kind: 'choice', condition, isZeroTrue: isZeroTrue.value, whenTrue, whenFalse } };
}

/** `includeZero=true`, the one option that `if` and `unless` have. */
function readIncludeZero(block: AST.BlockStatement): Step<boolean> {
  const [pair, ...more] = block.hash?.pairs ?? [];
  if (!pair) return { kind: 'ok', value: false };
  const isIncludeZero = pair.key === 'includeZero' && pair.value.type === 'BooleanLiteral' && more.length === 0;
  if (!isIncludeZero) return refuse(block, 'wrong-parameters', pair.key);
  return { kind: 'ok', value: (pair.value as AST.BooleanLiteral).value };
}

function readLoop(block: AST.BlockStatement, over: Expression, scope: Scope): Step<TemplateNode> {
  const names = block.program?.blockParams ?? [];
  const body = readNodes(block.program, { ...scope, names: [...scope.names, ...names], isInLoop: true });
  if (body.kind === 'refused') return body;
  const whenEmpty = readNodes(block.inverse, scope);
  if (whenEmpty.kind === 'refused') return whenEmpty;
  return { kind: 'ok', value: { kind: 'loop', over, names, body: body.value, whenEmpty: whenEmpty.value } };
}
