// Tables: aligned rows in a fixed-width block when they fit a phone, lines with labels when they do not.
import { columnsOf } from './characters.ts';
import { attribute, type Element, isElement, type ParentNode } from './html_tree.ts';
import type { RichText } from './part.ts';
import { concat, join, plain, wrap } from './rich_text.ts';
import type { Walk } from './walk.ts';
import { Writer } from './writer.ts';

/** Columns of fixed-width text that fit the narrowest phone in common use. */
const PHONE_COLUMNS = 36;
/** What makes a table a layout: content that one line cannot hold. */
const BLOCKS = new Set([
  'table',
  'pre',
  'ul',
  'ol',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'iframe',
  'video',
  'audio',
  'figure',
]);
/** No phone shows a table with more columns, and a text repeated in more rows says nothing. */
const MAX_SPAN = 8;
/** A larger table fills no message, and its cells are read one by one; a cell counts in each place that it spans. */
const MAX_CELLS = 2000;

type Row = { cells: RichText[]; isHead: boolean };

export function writeTable(table: Element, walk: Walk): void {
  const rows = rowsOf(table);
  walk.writer.block(2);
  if (isLayout(table, rows)) writeLayout(table, walk);
  else {
    writeCaption(table, walk);
    writeRows(readRows(rows, walk), walk);
  }
  walk.writer.block(2);
}

function rowsOf(table: ParentNode): Element[] {
  return table.childNodes.filter(isElement).flatMap((child) => {
    if (child.tagName === 'tr') return [child];
    return ['thead', 'tbody', 'tfoot'].includes(child.tagName) ? rowsOf(child) : [];
  });
}

function cellsOf(row: Element): Element[] {
  return row.childNodes.filter(isElement).filter(({ tagName }) => tagName === 'td' || tagName === 'th');
}

/** Pages and mails are laid out with tables too; those have one column, one row, whole blocks in a cell, or no end. */
function isLayout(table: Element, rows: Element[]): boolean {
  const cells = rows.map(cellsOf);
  const widest = cells.reduce((most, { length }) => Math.max(most, length), 0);
  if (cells.flat().reduce((sum, cell) => sum + placesOf(cell), 0) > MAX_CELLS) return true;
  const hasHead = cells.flat().some(({ tagName }) => tagName === 'th');
  return widest < 2 || (rows.length < 2 && !hasHead) || holdsBlock(table);
}

function holdsBlock(parent: ParentNode): boolean {
  return parent.childNodes.filter(isElement).some((child) => BLOCKS.has(child.tagName) || holdsBlock(child));
}

function writeCaption(table: Element, walk: Walk): void {
  const captions = table.childNodes.filter(({ nodeName }) => nodeName === 'caption');
  walk.visit({ ...table, childNodes: captions });
}

function writeLayout(table: Element, walk: Walk): void {
  for (const child of table.childNodes.filter(isElement)) {
    if (['tr', 'thead', 'tbody', 'tfoot'].includes(child.tagName)) writeLayout(child, walk);
    else walk.visit({ ...table, childNodes: [child] });
  }
}

function readRows(rows: Element[], walk: Walk): Row[] {
  const below = new Map<number, { text: RichText; rows: number }>(); // cells that reach down into later rows
  return rows.map((row) => {
    const cells: RichText[] = [];
    const own = cellsOf(row);
    const isHead = own.length > 0 && own.every(({ tagName }) => tagName === 'th');
    for (const cell of own) {
      fillFromAbove(cells, below);
      const text = readCell(cell, walk);
      const span = { rows: spanOf(cell, 'rowspan'), columns: spanOf(cell, 'colspan') };
      for (let column = 0; column < span.columns; column += 1) {
        if (span.rows > 1) below.set(cells.length, { text, rows: span.rows - 1 });
        cells.push(column === 0 ? text : plain(''));
      }
    }
    fillFromAbove(cells, below);
    return { cells, isHead };
  });
}

function fillFromAbove(cells: RichText[], below: Map<number, { text: RichText; rows: number }>): void {
  for (let above = below.get(cells.length); above !== undefined; above = below.get(cells.length)) {
    if (above.rows === 1) below.delete(cells.length);
    else above.rows -= 1;
    cells.push(above.text);
  }
}

function placesOf(cell: Element): number {
  return spanOf(cell, 'rowspan') * spanOf(cell, 'colspan');
}

function spanOf(cell: Element, name: 'rowspan' | 'colspan'): number {
  const span = Number.parseInt(attribute(cell, name) ?? '1', 10);
  return Number.isFinite(span) ? Math.min(Math.max(span, 1), MAX_SPAN) : 1;
}

/** A cell's content on one line. */
function readCell(cell: Element, walk: Walk): RichText {
  if (cell.childNodes.length === 0) return plain('');
  const outer = walk.writer;
  walk.writer = new Writer();
  walk.visit(cell);
  const { text, entities } = walk.writer.finish();
  walk.writer = outer;
  return { text: text.replaceAll('\n', ' '), entities };
}

function writeRows(rows: Row[], walk: Walk): void {
  const filled = rows.filter(({ cells }) => cells.some(({ text }) => text !== ''));
  const hasLinks = filled.some(({ cells }) =>
    cells.some(({ entities }) => entities.some(({ type }) => type === 'text_link')),
  );
  const aligned = hasLinks ? null : alignRows(filled);
  if (aligned === null) walk.writer.append(labelRows(filled));
  else if (aligned !== '') {
    walk.writer.isRightToLeft = false;
    walk.writer.append(walk.open.has('pre') ? plain(aligned) : wrap(plain(aligned), 'pre'));
  }
}

/** The rows in columns, or null when a phone would wrap them. */
function alignRows(rows: Row[]): string | null {
  const widths: number[] = [];
  for (const { cells } of rows) {
    cells.forEach(({ text }, column) => {
      widths[column] = Math.max(widths[column] ?? 0, columnsOf(text));
    });
  }
  const total = widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1);
  if (total > PHONE_COLUMNS) return null;
  const body = rows.filter(({ isHead }) => !isHead);
  const isNumeric = widths.map(
    (_, column) => body.length > 0 && body.every(({ cells }) => isNumber(cells[column]?.text ?? '')),
  );
  const lines = rows.map(({ cells }) =>
    widths
      .map((width, column) => pad(cells[column]?.text ?? '', width, isNumeric[column]!))
      .join('  ')
      .trimEnd(),
  );
  const headRows = rows.findIndex(({ isHead }) => !isHead);
  if (headRows > 0) lines.splice(headRows, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return lines.join('\n');
}

function isNumber(text: string): boolean {
  return /^[-+−]?[\p{Sc}]?\s?\d[\d.,\s]*\s?[%\p{Sc}]?$|^[–—-]?$/u.test(text);
}

function pad(text: string, width: number, isNumeric: boolean): string {
  const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return isNumeric ? space + text : text + space;
}

/** Wide rows: the first cell as a heading, the others with their column's name before them; a number needs its own too. */
function labelRows(rows: Row[]): RichText {
  const head = rows[0]?.isHead && rows.length > 1 ? rows[0].cells : [];
  const body = head.length > 0 ? rows.slice(1) : rows;
  if (head.length === 0)
    return join(
      body.map(({ cells }) => join(cells, ' | ')),
      '\n',
    );
  const records = body.map(({ cells }) => {
    const [first, ...others] = cells;
    const lines = others.map((cell, index) => labelled(head[index + 1], cell));
    const name = wrap(first ?? plain(''), 'bold');
    return join([isNumber(name.text) ? labelled(head[0], name) : name, ...lines], '\n');
  });
  return join(records, '\n\n');
}

function labelled(label: RichText | undefined, cell: RichText): RichText {
  return label === undefined || label.text === '' || cell.text === '' ? cell : concat(label, plain(': '), cell);
}
