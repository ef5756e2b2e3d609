// The Bot API methods that the playground has, each with the parameters that Telegram documents for it.
import type { Params, Upload } from './params.ts';
import type { World } from './world.ts';

export type MethodCall = {
  world: World;
  params: Params;
  uploads: Map<string, Upload>;
  /** aborted when the caller hung up or the server closes */
  gone: AbortSignal;
};

export type Method = { params: readonly string[]; run: (call: MethodCall) => unknown };
export type Methods = Record<string, Method>;

/** A result that comes with a description beside it, as setWebhook's does. */
export class Described {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

/** @param names parameter names, separated by spaces */
export function method(names: string, run: Method['run']): Method {
  return { params: names.split(' ').filter((name) => name !== ''), run };
}
