// The parse thread: documents in, outcomes out. Started by parse_thread.ts only.
import { parentPort } from 'node:worker_threads';
import type { DocumentOrigin } from './feed.ts';
import { parseFeed } from './parse.ts';

type Job = { bytes: Uint8Array; origin: DocumentOrigin };

parentPort?.on('message', async ({ bytes, origin }: Job) => {
  parentPort?.postMessage(await parseFeed(bytes, origin));
});
parentPort?.postMessage('ready');
