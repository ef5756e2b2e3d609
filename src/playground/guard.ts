// Who may talk to the playground: it runs on loopback, but so does every browser tab of the person's machine.
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * An onRequest hook. A foreign Host is DNS rebinding; a foreign Origin or Sec-Fetch-Site on anything that changes state is a
 * page of another site at work. Bots send neither header.
 * @param hosts allowed Host headers; null allows the loopback names and the address reached, with the port the request came in on
 */
export function createGuard(hosts: string[] | null) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const allowed = hosts ?? namesOf(request.socket);
    if (!allowed.includes(request.headers.host ?? '')) {
      return refuse(reply, 'The playground answers only under the address it was started with.');
    }
    if (changesState(request) && !comesFrom(request, allowed)) {
      return refuse(reply, 'The playground takes nothing from pages of other sites.');
    }
    return undefined;
  };
}

/** The address that was reached, as a number, is nobody's name to rebind. */
function namesOf({ localAddress = '', localPort }: Socket): string[] {
  const address = localAddress.replace(/^::ffff:/, '');
  return [...LOOPBACK, address.includes(':') ? `[${address}]` : address].map((name) => `${name}:${localPort}`);
}

/** The Bot API takes GET for everything. */
function changesState(request: FastifyRequest): boolean {
  return request.method !== 'GET' || /^\/(bot|file)/.test(request.url);
}

function comesFrom({ headers }: FastifyRequest, allowed: string[]): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = headers;
  return origin === undefined || allowed.some((host) => origin === `http://${host}` || origin === `https://${host}`);
}

function refuse(reply: FastifyReply, sentence: string): FastifyReply {
  return reply.code(403).type('text/plain; charset=utf-8').send(sentence);
}
