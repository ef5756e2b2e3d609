// Two slips after which a tokenizer would take the rest of a document for part of one tag: an instruction without `?>`, a value without its last quote.

/** Where something begins that may have a slip in it, or that holds no markup and is passed over. */
const BEGINNINGS = /<(?:!--|!\[CDATA\[|\?|[a-z])/gi;
const MARKS_IN_TAGS = /[<>"']/g;

/**
 * End processing instructions and attribute values where they were meant to end. An instruction without an end goes; a `<?` that begins none
 * becomes text. Reads the text once, however hostile it is.
 */
export function mendMarkup(text: string): string {
  const find = findersIn(text);
  const parts: string[] = [];
  let keptTo = 0;
  const replace = (from: number, to: number, by: string) => {
    parts.push(text.slice(keptTo, from), by);
    keptTo = to;
    return to;
  };
  const afterInstruction = (start: number, inside: number): number => {
    // Instructions may hold markup of their own, but hardly the end of an element.
    if (find['?>'](inside) < find['</'](inside)) return find['?>'](inside);
    if (find['>'](inside) < find['<'](inside)) return replace(start, find['>'](inside) + 1, '');
    return replace(start, inside, '&lt;?');
  };
  /** A `<` cannot stand in a value: one that comes before the last quote, and behind a `>`, says that this quote is missing. */
  const afterTag = (inside: number): number => {
    for (let at = inside; ; ) {
      MARKS_IN_TAGS.lastIndex = at;
      const mark = MARKS_IN_TAGS.exec(text);
      if (mark === null) return text.length;
      const { index, 0: quote } = mark;
      if (quote === '<' || quote === '>') return index;
      at = index + 1;
      if (!/=\s?$/.test(text.slice(index - 2, index))) continue;
      const end = find[quote as '"' | "'"](at);
      if (end < find['<'](at)) at = end + 1;
      else if (find['>'](at) < find['<'](at)) return replace(find['>'](at), find['>'](at), quote);
    }
  };
  let at = 0;
  for (;;) {
    BEGINNINGS.lastIndex = at;
    const found = BEGINNINGS.exec(text);
    if (found === null) break;
    const inside = BEGINNINGS.lastIndex;
    if (found[0] === '<!--') at = find['-->'](inside);
    else if (found[0] === '<?') at = afterInstruction(found.index, inside);
    else if (found[0].length === 2) at = afterTag(inside);
    else at = find[']]>'](inside);
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(keptTo);
}

const MARKS = ['-->', ']]>', '?>', '</', '<', '>', '"', "'"] as const;

/** Where each mark comes next, from a place that never goes back: the length of the text if it does not. */
function findersIn(text: string) {
  const finder = (mark: string) => {
    let at = -1;
    return (from: number) => {
      if (at < from) at = text.indexOf(mark, from);
      if (at < 0) at = text.length;
      return at;
    };
  };
  return Object.fromEntries(MARKS.map((mark) => [mark, finder(mark)])) as Record<
    (typeof MARKS)[number],
    (from: number) => number
  >;
}
