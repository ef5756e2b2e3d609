// The verdict of a run.
import type { Report } from './run_chaos.ts';

/** Nothing lost, nothing out of order, nothing left, and no repeat that no kill and no lost answer explains. */
export function isSound({ lost, outOfOrder, pending, repeated, unsettledAtKills, answersLost }: Report): boolean {
  return lost.length === 0 && outOfOrder.length === 0 && pending === 0 && repeated <= unsettledAtKills + answersLost;
}

export function printReport(report: Report): void {
  const { lost, outOfOrder, ...counts } = report;
  console.table({ ...counts, lost: lost.length, outOfOrder: outOfOrder.length });
  for (const [what, items] of Object.entries({ lost, outOfOrder })) {
    if (items.length > 0) console.log(`${what}: ${items.slice(0, 20).join(', ')}`);
  }
  console.log(isSound(report) ? 'sound' : 'NOT SOUND');
}
