// The record of every call: what was asked, what was answered, and what Telegram does not document.
import type { Method } from './methods.ts';
import type { Params, Upload } from './params.ts';

export type Call = {
  /** the method's documented spelling, or what was asked for */
  method: string;
  /** as given; objects that came as JSON strings are shown as objects */
  params: Record<string, unknown>;
  /** names of the uploaded parts */
  uploads: string[];
  /** null until answered, and for good when the answer was never sent */
  status: number | null;
  reply: unknown;
  /** milliseconds since 1970 */
  at: number;
};

/** A call that the real server would have taken without a word although it cannot mean what it says. */
export type Misuse = { method: string; what: string };

const OBJECTS = new Set([
  ...[
    'reply_markup',
    'entities',
    'caption_entities',
    'link_preview_options',
    'reply_parameters',
    'media',
    'commands',
    'scope',
  ],
  ...['allowed_updates', 'message_ids', 'permissions', 'menu_button'],
]);

export function recordCall(method: string, params: Params, uploads: Map<string, Upload>, at: number): Call {
  const shown = [...params].map(([name, value]) => [name, showParam(name, value)]);
  return { method, params: Object.fromEntries(shown), uploads: [...uploads.keys()], status: null, reply: null, at };
}

function showParam(name: string, value: string): unknown {
  if (OBJECTS.has(name)) {
    try {
      return JSON.parse(value) as unknown;
    } catch (error) {
      return error instanceof SyntaxError ? value : String(error);
    }
  }
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d{1,15}$/.test(value) && name !== 'text' && name !== 'caption' ? Number(value) : value;
}

/** Parameters that Telegram does not document for the method: the real server ignores them, so a misspelt one hides. */
export function findMisuse(name: string, method: Method | undefined, params: Params): Misuse[] {
  if (method === undefined) return [{ method: name, what: 'unknown method' }];
  const unknown = [...params.keys()].filter((param) => param !== 'method' && !method.params.includes(param));
  return unknown.map((param) => ({ method: name, what: `unknown parameter ${param}` }));
}
