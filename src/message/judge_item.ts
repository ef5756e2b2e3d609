// An item against the filters of its reader, as they are stored.
import type { Item } from '../store/item.ts';
import type { Filter } from './filter/clause.ts';
import { judge, prepareText, type Verdict } from './filter/judge.ts';
import { parseFilter } from './filter/parse_filter.ts';
import { filterFieldsOf } from './item_fields.ts';
import { remember } from './remember.ts';

/** The limit was checked when the filter was set; a lower one of today does not undo it. */
const parseOnce = remember((text) => parseFilter(text, { maxClauses: Number.POSITIVE_INFINITY }), { entries: 1000 });

/** A filter that an older version accepted and this one does not lets everything pass: nothing is lost for it. */
function readFilter(text: string | null): Filter | null {
  const parsed = text === null ? null : parseOnce(text);
  return parsed?.kind === 'ok' ? parsed.filter : null;
}

/** Both filters must let the item pass; null is none. */
export function judgeItem(filters: { chat: string | null; subscription: string | null }, item: Item): Verdict {
  const read = { chat: readFilter(filters.chat), subscription: readFilter(filters.subscription) };
  if (read.chat === null && read.subscription === null) return { pass: true, clause: null };
  return judge(read, prepareText(filterFieldsOf(item)));
}
