// Accidents on purpose: the next calls that match are refused, cut off, left hanging, or answered only when a test says so.
import type { ResponseParameters } from './refusal.ts';

export type FaultAction =
  | { status: number; description?: string; retryAfter?: number; migrateToChatId?: number }
  /** the socket is destroyed before the call did anything */
  | 'reset-before'
  /** the call did its work, then the socket is destroyed */
  | 'reset-after'
  /** nothing is done and nothing is ever answered */
  | 'hang'
  /** a proxy's HTML page with status 502; nothing is done */
  | 'bad-gateway'
  /** the call does its work; its answer waits for release() or drop() */
  | 'hold';

export type FaultPlan = {
  /** any method when absent */
  method?: string;
  /** any chat when absent */
  chat?: number | { id: number };
  /** how many calls it meets; 1 when absent */
  count?: number;
  action: FaultAction;
};

export type FaultHandle = {
  /** resolves when a call met the fault: for `hold` and `reset-after`, once its message is stored */
  reached(): Promise<void>;
  /** let held answers go, now and from now on */
  release(): void;
  /** destroy the sockets of held answers instead */
  drop(): void;
  /** how many calls met it */
  readonly met: number;
  /** meet no further call */
  cancel(): void;
};

export type Outcome = 'release' | 'drop';

export type Fault = {
  method: string | null;
  chatId: number | null;
  left: number;
  met: number;
  action: FaultAction;
  reached: PromiseWithResolvers<void>;
  /** settled by release() or drop() */
  gate: PromiseWithResolvers<Outcome>;
};

export function planFault(faults: Fault[], plan: FaultPlan): FaultHandle {
  const fault: Fault = {
    method: plan.method?.toLowerCase() ?? null,
    chatId: plan.chat === undefined ? null : typeof plan.chat === 'object' ? plan.chat.id : plan.chat,
    left: plan.count ?? 1,
    met: 0,
    action: plan.action,
    reached: Promise.withResolvers(),
    gate: Promise.withResolvers(),
  };
  faults.push(fault);
  return {
    reached: () => fault.reached.promise,
    release: () => fault.gate.resolve('release'),
    drop: () => fault.gate.resolve('drop'),
    get met() {
      return fault.met;
    },
    cancel: () => {
      fault.left = 0;
    },
  };
}

/** The first planned fault that this call meets, counted as met. */
export function takeFault(faults: Fault[], method: string, chatId: string | undefined): Fault | null {
  const found = faults.find(
    (fault) =>
      fault.left > 0 &&
      (fault.method === null || fault.method === method.toLowerCase()) &&
      (fault.chatId === null || String(fault.chatId) === chatId),
  );
  if (found === undefined) return null;
  found.left -= 1;
  found.met += 1;
  return found;
}

/** The refusal a status fault answers with; a 429 without words gets the real ones. */
export function refusalOf(action: Exclude<FaultAction, string>): {
  description: string;
  parameters: ResponseParameters | undefined;
} {
  const parameters: ResponseParameters = {
    ...(action.retryAfter === undefined ? {} : { retry_after: action.retryAfter }),
    ...(action.migrateToChatId === undefined ? {} : { migrate_to_chat_id: action.migrateToChatId }),
  };
  const words =
    action.retryAfter === undefined
      ? 'Internal Server Error: restart'
      : `Too Many Requests: retry after ${action.retryAfter}`;
  const hasParameters = Object.keys(parameters).length > 0;
  return { description: action.description ?? words, parameters: hasParameters ? parameters : undefined };
}
