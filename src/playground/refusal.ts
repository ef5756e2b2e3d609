// How the Bot API says no: an HTTP status that equals error_code, a description, sometimes parameters.

export type ResponseParameters = { retry_after?: number; migrate_to_chat_id?: number };

export class Refusal extends Error {
  readonly code: number;
  readonly parameters: ResponseParameters | undefined;

  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(description);
    this.name = 'Refusal';
    this.code = code;
    this.parameters = parameters;
  }
}

/** The real server lowers the first letter after its prefix, but leaves names such as BUTTON_DATA_INVALID alone. */
function lowerFirst(text: string): string {
  return /^[A-Z](?![A-Z_])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

export function badRequest(text: string, parameters?: ResponseParameters): Refusal {
  return new Refusal(400, `Bad Request: ${lowerFirst(text)}`, parameters);
}

export function forbidden(text: string): Refusal {
  return new Refusal(403, `Forbidden: ${lowerFirst(text)}`);
}

export function conflict(text: string): Refusal {
  return new Refusal(409, `Conflict: ${lowerFirst(text)}`);
}

/** @param seconds how long further calls are refused too */
export function tooManyRequests(seconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}
