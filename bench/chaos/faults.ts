// Random accidents of the Bot API server: three in ten messages meet one.
import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '../../src/playground/calls.ts';
import type { FaultAction, FaultHandle } from '../../src/playground/faults.ts';
import type { Playground } from '../../src/playground/server.ts';
import type { Random } from '../rhythms.ts';

export type Faults = {
  /** no more of them; waits until answers that are still held have gone or been dropped */
  stop(): Promise<void>;
  /** calls that met one */
  met(): number;
  /** messages that were stored and whose answer was lost */
  answersLost(): number;
  /** 429s on purpose */
  throttled(): number;
};

type Kind = { share: number; action: FaultAction; isAnswerLost?: boolean };

const KINDS: Kind[] = [
  { share: 0.06, action: { status: 500, description: 'Internal Server Error' } },
  { share: 0.06, action: 'bad-gateway' },
  { share: 0.06, action: { status: 429, retryAfter: 1 } },
  { share: 0.04, action: 'reset-before' },
  { share: 0.03, action: 'reset-after', isAnswerLost: true },
  { share: 0.039, action: 'hold' },
  { share: 0.01, action: 'hold', isAnswerLost: true },
  { share: 0.001, action: 'hang' },
];
const LONGEST_HOLD_MS = 1_500;

/** Each message is decided on as it is asked for, in the order asked. */
export function planFaults(playground: Playground, random: Random): Faults {
  const planned: { kind: Kind; handle: FaultHandle; ended: Promise<void> }[] = [];
  const planFor = ({ method }: Call) => {
    if (method !== 'sendMessage') return;
    let left = random();
    const kind = KINDS.find(({ share }) => {
      left -= share;
      return left < 0;
    });
    if (kind === undefined) return;
    const handle = playground.fault({ method: 'sendMessage', action: kind.action });
    const ended = kind.action === 'hold' ? endHold(handle, kind, random() * LONGEST_HOLD_MS) : Promise.resolve();
    planned.push({ kind, handle, ended });
  };
  playground.world.events.on('asked', planFor);
  const count = (fits: (kind: Kind) => boolean) =>
    planned.reduce((sum, { kind, handle }) => sum + (fits(kind) ? handle.met : 0), 0);
  return {
    stop: async () => {
      playground.world.events.off('asked', planFor);
      for (const { handle } of planned) handle.cancel();
      await Promise.all(planned.filter(({ handle }) => handle.met > 0).map(({ ended }) => ended));
    },
    met: () => count(() => true),
    answersLost: () => count((kind) => kind.isAnswerLost === true),
    throttled: () => count(({ action }) => typeof action === 'object' && action.status === 429),
  };
}

async function endHold(handle: FaultHandle, kind: Kind, afterMs: number): Promise<void> {
  await handle.reached();
  await wait(afterMs);
  if (kind.isAnswerLost) handle.drop();
  else handle.release();
}
