// What there is to compare with: the same requests over undici and nothing else, and the same with each document read.
import { Agent, request } from 'undici';
import { parseFeed } from '../../src/feed/parse.ts';
import { ACCEPT_ENCODING } from '../../src/net/body.ts';
import { FEED_ACCEPT } from '../../src/net/fetch.ts';
import { userAgent } from '../../src/net/user_agent.ts';

/** Requests at once; more make it no faster. */
const LANES = 64;

export type BareLoop = {
  ask(urls: readonly string[]): Promise<void>;
  /** Ends its connections; the next round makes its own. */
  hangUp(): Promise<void>;
};

/** @param reads whether documents are read, or asked for with the validator that makes the answer a 304 */
export function bareLoop({ reads }: { reads: boolean }): BareLoop {
  let dispatcher = new Agent({ connections: 2 });
  const headers = {
    'user-agent': userAgent(1),
    accept: FEED_ACCEPT,
    'accept-encoding': ACCEPT_ENCODING,
    ...(reads ? {} : { 'if-none-match': '"15"' }),
  };
  const ask = async (url: string) => {
    const { body } = await request(url, { dispatcher, headers });
    if (!reads) return body.dump();
    await parseFeed(new Uint8Array(await body.arrayBuffer()), {
      contentType: 'application/rss+xml; charset=utf-8',
      url,
    });
  };
  return {
    ask: async (urls) => {
      const waiting = urls[Symbol.iterator]();
      const lane = async () => {
        for (const url of waiting) await ask(url);
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    },
    hangUp: async () => {
      await dispatcher.close();
      dispatcher = new Agent({ connections: 2 });
    },
  };
}
