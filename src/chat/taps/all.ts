// All buttons there are, by the verb in their data.
import { cardTaps } from './card_taps.ts';
import { listTaps } from './list_taps.ts';
import { operatorTaps } from './operator_taps.ts';
import { settingTaps } from './setting_taps.ts';
import type { TapDefinition } from './tap.ts';

export const TAPS: ReadonlyMap<string, TapDefinition> = new Map(
  Object.entries({ ...listTaps, ...cardTaps, ...settingTaps, ...operatorTaps }),
);

/** @returns what the data of a button means; undefined for a button of an older version, or a forged one */
export function findTap(data: string): { tap: TapDefinition; args: string[] } | undefined {
  const [verb, ...args] = data.split(':');
  const tap = TAPS.get(verb ?? '');
  return tap ? { tap, args } : undefined;
}
