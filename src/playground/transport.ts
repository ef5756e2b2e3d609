// The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, type Api, answerCall, refuse } from './api.ts';
import { type Given, readRequest } from './read_request.ts';
import { Refusal } from './refusal.ts';

/** Telegram takes uploads of 50 MB; the rest is room for the form around them. */
export const BODY_LIMIT = 52 * 1024 * 1024;

/** Routes of the Bot API. @param closing aborted when the server is about to close */
export function addBotRoutes(app: FastifyInstance, api: Api, closing: AbortSignal): void {
  app.route<{ Params: { token: string; method: string } }>({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    bodyLimit: BODY_LIMIT,
    handler: async (request, reply) => {
      const gone = AbortSignal.any([closing, hangUp(reply)]);
      await send(reply, await answerRequest(api, request, gone));
    },
  });
  app.all('/bot*', (_request, reply) => send(reply, refuse(404, 'Not Found')));
  app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', async (request, reply) => {
    const refusal = checkToken(api.world.token, request.params.token);
    if (refusal !== null) return send(reply, refusal);
    const file = [...api.world.files.values()].find((one) => one.path === request.params['*']);
    if (file === undefined || file.bytes === null) return send(reply, refuse(404, 'Not Found'));
    return reply.type('application/octet-stream').send(file.bytes);
  });
}

function hangUp(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

type BotRequest = FastifyRequest<{ Params: { token: string; method: string } }>;

async function answerRequest(api: Api, request: BotRequest, gone: AbortSignal): Promise<Answer> {
  const refusal = checkToken(api.world.token, request.params.token);
  if (refusal !== null) return refusal;
  let given: Given;
  try {
    given = await readRequest({
      query: request.url.split('?')[1] ?? '',
      contentType: request.headers['content-type'] ?? '',
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    });
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.code, error.message);
    throw error;
  }
  return answerCall(api, request.params.method, given, gone);
}

function checkToken(right: string, given: string): Answer | null {
  if (given === right) return null;
  const isWellFormed = /^\d{1,20}:[\w-]+$/.test(given);
  return refuse(401, isWellFormed ? 'Unauthorized' : 'Unauthorized: invalid token specified');
}

async function send(reply: FastifyReply, answer: Answer): Promise<FastifyReply> {
  if (answer.kind === 'reset') {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  if (answer.kind === 'page') {
    return reply.code(502).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>\n');
  }
  const { status, body } = answer;
  const wait = body.parameters?.retry_after;
  if (wait !== undefined) reply.header('retry-after', String(wait));
  return reply.code(status).send(body);
}
