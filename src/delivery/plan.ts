// What is to become of the items that wait in a subscription: pass over, one message, or a digest. Pure.
import { judgeItem } from '../message/judge_item.ts';
import type { Head, PendingItem } from '../store/heads.ts';
import type { Ending } from '../store/settle.ts';
import { optionsOf } from './show.ts';

/** More items of one feed than this, after filters, go out as a digest. */
const BURST = 10;
/** Items looked at for a digest or a run of filtered ones. */
export const RUN_LIMIT = 100;

export type Plan =
  /** none of them is sent; the next head is to be read */
  | { kind: 'pass'; endings: Ending[] }
  | { kind: 'item' }
  /** `shown` in one or a few messages; `covered` is all that it moves past, filtered items included */
  | { kind: 'digest'; shown: PendingItem[]; covered: { item: PendingItem; clause: string | null }[] };

/** Whether the head alone tells what to do: nothing is filtered, and nothing asks for a digest. */
export function isPlain(head: Head): boolean {
  const hasFilter = head.chatSettings.filter !== null || head.settings.filter !== null;
  return !hasFilter && !head.isRebuilt && (head.pending <= BURST || !mayDigest(head));
}

/** @param run pending items of the subscription in order, the head first */
export function planRun(head: Head, run: PendingItem[]): Plan {
  const judged = run.map((item) => ({ item, clause: clauseAgainst(head, item) }));
  const firstShown = judged.findIndex(({ clause }) => clause === null);
  if (firstShown !== 0)
    return { kind: 'pass', endings: filteredRuns(firstShown < 0 ? judged : judged.slice(0, firstShown)) };
  const rebuilt = judged.slice(
    0,
    lengthOf(judged, ({ item }) => item.isRebuilt),
  );
  if (countShown(rebuilt) > 1) return digestOf(rebuilt);
  return countShown(judged) > BURST && mayDigest(head) ? digestOf(judged) : { kind: 'item' };
}

/** A digest that was begun ends as it was begun, whatever came since. */
export function planStarted(head: Head, run: PendingItem[]): Plan {
  return digestOf(run.map((item) => ({ item, clause: clauseAgainst(head, item) })));
}

/** Runs of items, each as one record. @param ending of the items that were shown */
export function endingsOf(
  covered: { item: PendingItem; clause: string | null }[],
  shown: Pick<Ending, 'outcome' | 'messageIds'>,
): Ending[] {
  return runsOf(covered, (clause) =>
    clause === null ? { ...shown, reason: null } : { outcome: 'filtered', reason: clause, messageIds: [] },
  );
}

function mayDigest(head: Head): boolean {
  return optionsOf(head).digest;
}

type Judged = { item: PendingItem; clause: string | null };

/** The clause that keeps an item away; null lets it pass. */
function clauseAgainst({ chatSettings, settings }: Head, item: PendingItem): string | null {
  const verdict = judgeItem({ chat: chatSettings.filter, subscription: settings.filter }, item);
  if (verdict.pass) return null;
  return verdict.clause?.source ?? (verdict.filter === 'chat' ? chatSettings.filter! : settings.filter!);
}

function digestOf(covered: Judged[]): Plan {
  return { kind: 'digest', shown: covered.filter(({ clause }) => clause === null).map(({ item }) => item), covered };
}

function countShown(judged: Judged[]): number {
  return judged.filter(({ clause }) => clause === null).length;
}

function lengthOf(judged: Judged[], fits: (one: Judged) => boolean): number {
  const end = judged.findIndex((one) => !fits(one));
  return end < 0 ? judged.length : end;
}

function filteredRuns(judged: Judged[]): Ending[] {
  return runsOf(judged, (clause) => ({ outcome: 'filtered', reason: clause, messageIds: [] }));
}

function runsOf(judged: Judged[], endingFor: (clause: string | null) => Omit<Ending, 'itemId' | 'toItemId'>): Ending[] {
  const endings: (Ending & { clause: string | null })[] = [];
  for (const { item, clause } of judged) {
    const last = endings.at(-1);
    if (last && last.clause === clause) last.toItemId = item.itemId;
    else endings.push({ itemId: item.itemId, toItemId: null, clause, ...endingFor(clause) });
  }
  return endings.map(({ clause: _, ...ending }) => ending);
}
