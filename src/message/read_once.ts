// HTML is read once for all the chats that get an item.
import { type HtmlRead, readHtml } from './html.ts';
import { remember } from './remember.ts';

/** UTF-16 units of HTML and text remembered in all; a drain works on few items at a time. */
const WEIGHT = 4_000_000;

const readKey = remember(
  (key) => {
    const end = key.indexOf('\n');
    return readHtml(key.slice(end + 1), key.slice(0, end) || null);
  },
  { entries: 200, weight: WEIGHT, weigh: (key, { rich }) => key.length + rich.text.length + 10 * rich.entities.length },
);

/** `readHtml`, remembered. What it returns is shared and must not be changed. */
export function readHtmlOnce(html: string, base: string | null): HtmlRead {
  return html === '' ? EMPTY : readKey(`${base ?? ''}\n${html}`);
}

const EMPTY: HtmlRead = { rich: { text: '', entities: [] }, media: [], isTruncated: false };
