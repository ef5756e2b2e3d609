// Words of others inside our own sentences and buttons.

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
