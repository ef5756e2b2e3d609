// One Bot API call from parameters to reply: the method table, the record of calls, the planned faults.
import { CALLBACK_METHODS } from './callback.ts';
import { type Call, findMisuse, type Misuse, recordCall } from './calls.ts';
import { COMMAND_METHODS } from './commands.ts';
import { EDIT_METHODS } from './edit_messages.ts';
import { type Fault, refusalOf, takeFault } from './faults.ts';
import { MEDIA_METHODS } from './media.ts';
import { MEMBER_METHODS } from './members.ts';
import { MESSAGE_METHODS } from './messages.ts';
import { Described, type Method, type Methods } from './methods.ts';
import { PROFILE_METHODS } from './profile.ts';
import type { Given } from './read_request.ts';
import { Refusal, type ResponseParameters } from './refusal.ts';
import { TOPIC_METHODS } from './topics.ts';
import { UPDATE_METHODS } from './updates.ts';
import { WEBHOOK_METHODS } from './webhook.ts';
import { announce, type World } from './world.ts';

const METHODS: Methods = {
  ...UPDATE_METHODS,
  ...MEMBER_METHODS,
  ...MESSAGE_METHODS,
  ...EDIT_METHODS,
  ...CALLBACK_METHODS,
  ...COMMAND_METHODS,
  ...MEDIA_METHODS,
  ...TOPIC_METHODS,
  ...WEBHOOK_METHODS,
  ...PROFILE_METHODS,
};
const BY_LOWER_NAME = new Map(Object.entries(METHODS).map(([name, method]) => [name.toLowerCase(), { name, method }]));

export type ReplyBody = {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: ResponseParameters;
};

/** What becomes of a request: an answer, a broken connection, or a page of a proxy. */
export type Answer = { kind: 'reply'; status: number; body: ReplyBody } | { kind: 'reset' } | { kind: 'page' };

export type Api = { world: World; calls: Call[]; misuse: Misuse[]; faults: Fault[]; strict: boolean };

/** @param gone aborted when the caller hung up or the server closes */
export async function answerCall(api: Api, asked: string, given: Given, gone: AbortSignal): Promise<Answer> {
  const { world } = api;
  const known = BY_LOWER_NAME.get(asked.toLowerCase());
  const call = recordCall(known?.name ?? asked, given.params, given.uploads, world.now());
  api.calls.push(call);
  announce(world, 'asked', call);
  if (api.strict) api.misuse.push(...findMisuse(call.method, known?.method, given.params));
  const fault = takeFault(api.faults, call.method, given.params.get('chat_id'));
  const answer =
    fault === null
      ? await perform(world, known?.method, given, gone)
      : await meetFault(fault, () => perform(world, known?.method, given, gone), gone);
  if (answer.kind === 'reply') {
    call.status = answer.status;
    call.reply = answer.body;
  }
  announce(world, 'call', call);
  return answer;
}

async function perform(world: World, method: Method | undefined, given: Given, gone: AbortSignal): Promise<Answer> {
  if (method === undefined) return refuse(404, 'Not Found: method not found');
  try {
    const result = await method.run({ world, ...given, gone });
    const body =
      result instanceof Described ? { result: result.result, description: result.description } : { result: result };
    return { kind: 'reply', status: 200, body: { ok: true, ...body } };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.code, error.message, error.parameters);
    throw error;
  }
}

export function refuse(status: number, description: string, parameters?: ResponseParameters): Answer {
  const more = parameters === undefined ? {} : { parameters };
  return { kind: 'reply', status, body: { ok: false, error_code: status, description, ...more } };
}

async function meetFault(fault: Fault, run: () => Promise<Answer>, gone: AbortSignal): Promise<Answer> {
  const { action } = fault;
  const worksFirst = action === 'hold' || action === 'reset-after';
  const answer = worksFirst ? await run() : null;
  fault.reached.resolve();
  if (typeof action === 'object') {
    const { description, parameters } = refusalOf(action);
    return refuse(action.status, description, parameters);
  }
  if (action === 'bad-gateway') return { kind: 'page' };
  if (action === 'hang') await whenAborted(gone);
  if (action !== 'hold' || answer === null) return { kind: 'reset' };
  const outcome = await Promise.race([fault.gate.promise, whenAborted(gone)]);
  return outcome === 'release' ? answer : { kind: 'reset' };
}

function whenAborted(signal: AbortSignal): Promise<'drop'> {
  if (signal.aborted) return Promise.resolve('drop');
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('drop'), { once: true }));
}
