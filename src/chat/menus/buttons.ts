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

const LABEL_CODE_POINTS = 48;
/** Marks that would turn the words around them, or hide them. Joiners stay: Persian words and emoji are made with them. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const JOINER = /\u200C|\u200D/gu;

/** A title of others as one line of a button or list: no controls, no direction overrides, not too long, never empty. */
export function oneLine(title: string, fallback: string, codePoints = LABEL_CODE_POINTS): string {
  const clean = [...title.replace(/\s+/gu, ' ')]
    .filter((character) => !isControl(character))
    .join('')
    .trim();
  if (clean.replace(JOINER, '').trim() === '') return fallback;
  const characters = [...clean];
  return characters.length > codePoints ? `${characters.slice(0, codePoints - 1).join('')}…` : clean;
}

function isControl(character: string): boolean {
  return CONTROL.test(character) && character !== '\u200C' && character !== '\u200D';
}
