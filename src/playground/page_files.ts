// The chat page's own files, as they lie in the folder page/.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isRecord } from './params.ts';

const FOLDER = new URL('page/', import.meta.url);
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Pictures and players of a feed come from anywhere; code, styles and requests only from here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: http: https:",
  "media-src 'self' http: https:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function addPageRoutes(app: FastifyInstance): void {
  app.get('/', (_request, reply) => sendFile(reply, 'index.html'));
  app.get<{ Params: { '*': string } }>('/page/*', (request, reply) => sendFile(reply, request.params['*']));
}

async function sendFile(reply: FastifyReply, name: string): Promise<FastifyReply> {
  const type = TYPES[extname(name)];
  const bytes = type !== undefined && isPlainName(name) ? await readIfThere(new URL(name, FOLDER)) : null;
  if (type === undefined || bytes === null) {
    return reply.code(404).type('text/plain; charset=utf-8').send('The playground has no such page.');
  }
  reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache', 'referrer-policy': 'no-referrer' });
  return reply.type(type).header('x-content-type-options', 'nosniff').send(bytes);
}

/** No dots but the extension's, so that nothing outside the folder can be named. */
function isPlainName(name: string): boolean {
  return /^(?:[a-z0-9_-]+\/)*[a-z0-9_-]+(?:\.[a-z0-9]+)+$/i.test(name) && !name.endsWith('.ts');
}

async function readIfThere(file: URL): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isRecord(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}
