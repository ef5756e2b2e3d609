// Two slips after which a tokenizer would take the rest of a document for part of one tag: an instruction without `?>`, a value without its last quote.

/** What is looked for, comments and CDATA only to be passed over. A `<` cannot stand in a value, so one behind a `>` says that a quote is missing. */
const SLIPS = /<!--|<!\[CDATA\[|<\?|=\s?"[^"<>]*>(?=[^"<]*<)|=\s?'[^'<>]*>(?=[^'<]*<)/g;

/**
 * End processing instructions and attribute values where they were meant to end. An instruction without an end goes; a `<?` that begins none
 * becomes text. Reads the text once, however hostile it is.
 */
export function mendMarkup(text: string): string {
  const [commentEnd, cdataEnd, sectionEnd] = ['-->', ']]>', '?>'].map((mark) => finder(text, mark)) as Finder[];
  const [open, close, endTag] = ['<', '>', '</'].map((mark) => finder(text, mark)) as Finder[];
  const parts: string[] = [];
  let keptTo = 0;
  const replace = (from: number, to: number, by: string) => {
    parts.push(text.slice(keptTo, from), by);
    keptTo = to;
    SLIPS.lastIndex = Math.max(SLIPS.lastIndex, to);
  };
  SLIPS.lastIndex = 0;
  for (let found = SLIPS.exec(text); found !== null; found = SLIPS.exec(text)) {
    const [slip] = found;
    const [start, inside] = [found.index, SLIPS.lastIndex];
    if (slip === '<!--') SLIPS.lastIndex = commentEnd!(inside);
    else if (slip === '<![CDATA[') SLIPS.lastIndex = cdataEnd!(inside);
    else if (slip !== '<?') replace(inside - 1, inside - 1, slip.includes('"') ? '"' : "'");
    // Instructions may hold markup of their own, but hardly the end of an element.
    else if (sectionEnd!(inside) < endTag!(inside)) SLIPS.lastIndex = sectionEnd!(inside);
    else if (close!(inside) < open!(inside)) replace(start, close!(inside) + 1, '');
    else replace(start, inside, '&lt;?');
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(keptTo);
}

/** Where a mark comes next, from a place that never goes back: the length of the text if it does not. */
type Finder = (from: number) => number;

function finder(text: string, mark: string): Finder {
  let at = -1;
  return (from) => {
    if (at < from) at = text.indexOf(mark, from);
    if (at < 0) at = text.length;
    return at;
  };
}
