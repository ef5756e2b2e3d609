// The few tags of a page that may speak of feeds. Linear in its length whatever its faults: no tree is built, nothing is looked up in what went before.
import { decodeHTMLAttribute } from 'entities';
import { Tokenizer } from 'htmlparser2';
import { LIMITS } from '../feed.ts';

export type TagReader = {
  /** a start tag of `base`, `link`, `a` or `meta`; of an attribute given twice the first counts, as in browsers */
  tag(name: string, attributes: Map<string, string>): void;
  /** text as it is written, references not decoded, a long one cut */
  text(text: string): void;
  endAnchor(): void;
};

const WANTED = new Set(['base', 'link', 'a', 'meta']);
const TEXT_CHARS = 1000;
/** Tags and texts: an order of magnitude more than long pages have, and still done in a moment. */
const MAX_TOKENS = 50_000;

/** Report the wanted tags of a page in their order, and the text between them. A page of more than MAX_TOKENS is read in part. */
export function readTags(html: string, reader: TagReader): void {
  let tag: { name: string; attributes: Map<string, string> } | null = null;
  let attribute = '';
  let value = '';
  let tokens = 0;
  const count = () => {
    tokens++;
    if (tokens >= MAX_TOKENS) tokenizer.pause();
  };
  const endTag = () => {
    if (tag !== null) reader.tag(tag.name, tag.attributes);
    tag = null;
  };
  const ignore = () => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname: (start, end) => {
        count();
        const name = end - start > 4 ? '' : html.slice(start, end).toLowerCase();
        tag = WANTED.has(name) ? { name, attributes: new Map() } : null;
      },
      onattribname: (start, end) => {
        count();
        attribute = tag === null ? '' : html.slice(start, Math.min(end, start + 40)).toLowerCase();
        value = '';
      },
      onattribdata: (start, end) => {
        if (tag !== null) value += html.slice(start, Math.min(end, start + LIMITS.urlChars));
      },
      onattribend: () => {
        const isKept =
          tag !== null && tag.attributes.size < LIMITS.attributesOfElement && !tag.attributes.has(attribute);
        if (isKept) tag!.attributes.set(attribute, decodeHTMLAttribute(value));
      },
      onopentagend: endTag,
      onselfclosingtag: endTag,
      onclosetag: (start, end) => {
        count();
        if (end - start === 1 && html.charAt(start).toLowerCase() === 'a') reader.endAnchor();
      },
      ontext: (start, end) => {
        count();
        reader.text(html.slice(start, Math.min(end, start + TEXT_CHARS)));
      },
      onattribentity: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}
