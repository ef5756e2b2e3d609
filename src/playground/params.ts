// Parameters of one Bot API call. Whatever way they came, the server sees strings; objects are JSON in a string.
import { badRequest } from './refusal.ts';

export type Params = Map<string, string>;

export type Upload = { name: string; type: string; bytes: Buffer };

export function readText(params: Params, name: string): string {
  return params.get(name) ?? '';
}

/** The API takes `true`, `yes` and `1`, in any case, for true. */
export function readBoolean(params: Params, name: string): boolean {
  return ['true', 'yes', '1'].includes(readText(params, name).trim().toLowerCase());
}

/** A number outside the bounds is moved to the nearer bound; what is no number counts as absent. */
export function readInteger(params: Params, name: string, fallback: number, min = -(2 ** 52), max = 2 ** 52): number {
  const text = readText(params, name).trim();
  const value = /^-?\d+$/.test(text) ? Number(text) : fallback;
  return Math.min(Math.max(value, min), max);
}

/** @param what as the error names it, such as `reply keyboard markup` */
export function readJson(params: Params, name: string, what: string): unknown {
  const text = readText(params, name);
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest(`can't parse ${what} JSON object`);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
