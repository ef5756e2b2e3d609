// The parameters of an HTTP request to the Bot API: query, urlencoded, JSON and multipart all mean the same.
import { isRecord, type Params, type Upload } from './params.ts';
import { badRequest } from './refusal.ts';

export type RawRequest = { query: string; contentType: string; body: Buffer };
export type Given = { params: Params; uploads: Map<string, Upload> };

const NOT_UTF8 = 'strings must be encoded in UTF-8';

/** @throws Refusal 400 for a body that cannot be read or is not UTF-8 */
export async function readRequest({ query, contentType, body }: RawRequest): Promise<Given> {
  const given: Given = { params: new Map(), uploads: new Map() };
  readForm(query, given);
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type === 'multipart/form-data') await readMultipart(contentType, body, given);
  else if (type === 'application/json') readJsonBody(body, given);
  else if (body.length > 0) readForm(decode(body), given);
  for (const value of given.params.values()) {
    if (!value.isWellFormed()) throw badRequest(NOT_UTF8);
  }
  return given;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badRequest(NOT_UTF8);
  }
}

function readForm(text: string, { params }: Given): void {
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [name = '', ...value] = pair.split('=');
    params.set(decodePercent(name), decodePercent(value.join('=')));
  }
}

/** Unlike URLSearchParams, which puts a replacement character for bytes that are no UTF-8. */
function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badRequest(NOT_UTF8);
  }
}

function readJsonBody(body: Buffer, { params }: Given): void {
  if (body.length === 0) return;
  const text = decode(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (!isRecord(value)) throw badRequest("can't parse JSON object");
  for (const [name, field] of Object.entries(value)) {
    if (field === null || field === undefined) continue;
    params.set(name, typeof field === 'object' ? JSON.stringify(field) : String(field));
  }
}

async function readMultipart(contentType: string, body: Buffer, { params, uploads }: Given): Promise<void> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw badRequest("can't parse multipart/form-data request body");
  }
  for (const [name, value] of form) {
    if (typeof value === 'string') params.set(name, value);
    else uploads.set(name, { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
}
