// What a button says back when it is tapped: a verb and its arguments, under 64 bytes (Bot API: callback_data).
import type { Button } from '../answer.ts';
import type { Context } from '../context.ts';

export function dataOf(verb: string, ...args: (string | number)[]): string {
  const data = [verb, ...args].join(':');
  if (Buffer.byteLength(data) > 64) throw new Error(`the button ${data} is too long`);
  return data;
}

/** A button with a label of the language files. */
export function button(
  context: Pick<Context, 'label'>,
  label: string,
  verb: string,
  ...args: (string | number)[]
): Button {
  return { text: context.label(label), data: dataOf(verb, ...args) };
}

/** So many buttons a row. */
export function inRows(buttons: Button[], columns: number): Button[][] {
  const rows: Button[][] = [];
  for (let at = 0; at < buttons.length; at += columns) rows.push(buttons.slice(at, at + columns));
  return rows;
}
