// HTML of a title or a name as one line of plain text.
import { decodeHTML } from 'entities';
import { stripControls } from './front/references.ts';

/** Tags that titles are seen with; anything else between angle brackets, like `Vec<T>`, is part of the title. */
const TITLE_TAGS =
  /<\/?(?:a|abbr|b|bdi|bdo|big|blink|br|center|cite|code|del|dfn|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|nobr|ol|p|pre|q|s|samp|small|span|strike|strong|sub|sup|svg|tt|u|ul|var|wbr)(?:\s[^<>]{0,2000})?\/?>/gi;
const HIDDEN = /<(script|style)\b[^<>]{0,2000}>[^<]{0,20000}<\/\1>|<!--[^<>]{0,2000}-->/gi;

/** The line that an HTML title shows: without tags and hidden text, references decoded, white space collapsed. */
export function titleText(html: string): string {
  if (!/[<&\s]/.test(html)) return html;
  const bare = html.includes('<') ? html.replace(HIDDEN, '').replace(TITLE_TAGS, spaceForBlock) : html;
  const decoded = bare.includes('&') ? stripControls(decodeHTML(bare)) : bare;
  return decoded.replace(/\s+/g, ' ').trim();
}

function spaceForBlock(tag: string): string {
  return /^<\/?(?:br|div|h[1-6]|img|li|ol|p|ul)\b/i.test(tag) ? ' ' : '';
}
