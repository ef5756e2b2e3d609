// npm run read: what feedherald sees in a feed, one JSON line a document. The operator's "what do you see there?".
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseAllowPrivate } from './allow_private.ts';
import { plainText } from './chat/text/texts.ts';
import { type Config, readConfig } from './config.ts';
import { asError, StartError } from './errors.ts';
import { type FeedFault, faultOf } from './feed/fault.ts';
import type { DocumentOrigin, Feed } from './feed/feed.ts';
import { parseDocument } from './feed/parse_thread.ts';
import { createGuardedAgent, type GuardedAgent } from './net/agent.ts';
import { fetchFeed } from './net/fetch.ts';
import { withoutCredentials } from './net/url.ts';
import { userAgent } from './net/user_agent.ts';

const USAGE = `usage: npm run read -- [--base URL] [--content-type TYPE] FILE_OR_URL ...

  Reads feeds as the worker does and prints one JSON line a document:
  {source, status, feed, items} or {source, error}. Needs no database.
  npm puts a heading before them; \`npm run -s read\` leaves it out.

  --base URL           the address that relative links start from, for files
  --content-type TYPE  the HTTP Content-Type to go by, instead of the one sent
  --help               this text
`;
const EX_USAGE = 64;

type Given = { base: string | null; contentType: string | null };
type Line = { source: string } & ({ status: 'document'; feed: unknown; items: unknown[] } | { error: string });
type Fetching = { agent: GuardedAgent; config: Config };

// Whoever read our lines has seen enough, as `| head -1` does: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (options === null || options.help) {
    process.stderr.write(USAGE);
    return options === null ? EX_USAGE : 0;
  }
  const config = configOrNull();
  if (config === null) return 78;
  const agent = createGuardedAgent({ allowPrivate: allowedBy(config) });
  let allRead = true;
  for (const source of options.sources) {
    const line = await readSource(source, options, { agent, config });
    process.stdout.write(`${JSON.stringify(line)}\n`);
    allRead &&= !('error' in line);
  }
  await agent.close();
  return allRead ? 0 : 1;
}

function readArguments(args: string[]): (Given & { help: boolean; sources: string[] }) | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { base: { type: 'string' }, 'content-type': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const help = values.help ?? false;
    if (!help && positionals.length === 0) return null;
    if (values.base !== undefined && !URL.canParse(values.base)) throw new Error(`--base: ${values.base} is no URL`);
    return { help, base: values.base ?? null, contentType: values['content-type'] ?? null, sources: positionals };
  } catch (error) {
    process.stderr.write(`${asError(error).message}\n`);
    return null;
  }
}

function configOrNull(): Config | null {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}

function allowedBy(config: Config) {
  return parseAllowPrivate(config.FETCH_ALLOW_PRIVATE).allow;
}

async function readSource(source: string, given: Given, fetching: Fetching): Promise<Line> {
  return /^https?:\/\//i.test(source) ? readUrl(source, given, fetching) : readLocal(source, given, fetching.config);
}

async function readUrl(source: string, given: Given, { agent, config }: Fetching): Promise<Line> {
  const outcome = await fetchFeed(source, {
    agent,
    userAgent: userAgent(0),
    timeoutMs: config.REQUEST_TIMEOUT * 1000,
    maxBytes: config.FETCH_MAX_BYTES,
    maxDecodedBytes: config.FETCH_MAX_DECODED_BYTES,
    validators: null,
  });
  const shown = withoutCredentials(source) || source.replace(/\/\/[^/]*@/, '//'); // what is no URL is still to be told apart
  const host = URL.parse(source)?.hostname ?? source;
  if (outcome.kind === 'postponed') throw new Error('a fetch that nobody stops was stopped');
  if (outcome.kind !== 'document') return { source: shown, error: describe(faultOf(outcome, host)) };
  const contentType = given.contentType ?? outcome.contentType;
  return readBytes(shown, outcome.bytes, { contentType, url: given.base ?? outcome.url }, host);
}

async function readLocal(source: string, given: Given, { FETCH_MAX_DECODED_BYTES: maxBytes }: Config): Promise<Line> {
  try {
    // A pipe or a device does not say how much it holds.
    const bytes = await readWithin(createReadStream(source), maxBytes);
    if (bytes === null) return { source, error: describe({ code: 'too-large', host: source, maxBytes }) };
    return await readBytes(source, bytes, { contentType: given.contentType, url: given.base }, source);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return {
      source,
      error: 'code' in error && error.code === 'ENOENT' ? 'There is no such file.' : 'This file cannot be read.',
    };
  }
}

/** null where there is more than `maxBytes`. */
async function readWithin(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function readBytes(source: string, bytes: Uint8Array, origin: DocumentOrigin, host: string): Promise<Line> {
  const outcome = await parseDocument(bytes, origin);
  if (outcome.kind === 'feed') return { source, status: 'document', ...shownFeed(outcome.feed) };
  return { source, error: describe({ code: 'not-a-feed', host, what: outcome.reason }) };
}

/** Under the names that feed readers and the corpora use. */
function shownFeed({ items, ...feed }: Feed): { feed: unknown; items: unknown[] } {
  return {
    feed,
    items: items.map(({ guid, publishedAt, updatedAt, ...item }) => {
      return { ...item, id: guid, published: publishedAt, updated: updatedAt };
    }),
  };
}

function describe({ code, ...args }: FeedFault): string {
  return plainText('en', `fault-${code}`, args);
}
