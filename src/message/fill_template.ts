// The text that a template makes of an item.
import type { Item } from '../store/item.ts';
import { templateFieldsOf } from './item_fields.ts';
import type { FeedHead } from './lines.ts';
import type { MessageOptions } from './options.ts';
import type { RichText } from './part.ts';
import { remember } from './remember.ts';
import { parseTemplate } from './template/parse_template.ts';
import { renderTemplate } from './template/render_template.ts';

const parseOnce = remember(parseTemplate, { entries: 1000 });

/** Null where the template shows nothing of this item, or was accepted by an older version and no longer is. */
export function fillTemplate(
  source: string,
  { feed, item, options }: { feed: FeedHead; item: Item; options: MessageOptions },
): RichText | null {
  const parsed = parseOnce(source);
  if (parsed.kind === 'refused') return null;
  const rich = renderTemplate(parsed.template, templateFieldsOf(item, feed, options.title), options);
  return rich.text === '' ? null : rich;
}
