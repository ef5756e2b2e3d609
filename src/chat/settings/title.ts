// The reader's own name for a feed.
import { UserError } from '../../errors.ts';
import { type Level, setText } from '../../store/settings.ts';
import type { Context } from '../context.ts';
import { oneLine } from '../one_line.ts';

const MOST_CODE_POINTS = 100;
/** What takes the own name away. */
const NONE = '-';

/** @throws UserError `title-bad` */
export async function setTitle({ db }: Context, level: Level, typed: string): Promise<void> {
  const title = oneLine(typed, '', MOST_CODE_POINTS);
  if (title === '') throw new UserError('title-bad');
  await setText(db, level, 'title', title === NONE ? null : title);
}
