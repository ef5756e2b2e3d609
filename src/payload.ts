// The payloads of our tasks. A task's name and payload stand in queued jobs, so both are an API: add, never rename.
import { z } from 'zod';
import type { FeedId, RequestId } from './store/ids.ts';

/** Ids come as they went in: as strings. */
function id<Id extends string>() {
  return z.string().regex(/^\d+$/) as unknown as z.ZodType<Id>;
}

const payloads = {
  sync: z.object({}),
  sync_feeds: z.object({ feedIds: z.array(id<FeedId>()).min(1), leaseToken: z.string() }),
  fan_out: z.object({ feedId: id<FeedId>() }),
  deliver: z.object({}),
  subscribe: z.object({ requestId: id<RequestId>() }),
  clean: z.object({}),
} as const;

export type TaskName = keyof typeof payloads;
export type Payload<Name extends TaskName> = z.infer<(typeof payloads)[Name]>;

/** A payload out of the queue, checked. Throws on anything else; fields we do not know (`_cron` of the crontab's jobs) are dropped. */
export function readPayload<Name extends TaskName>(name: Name, payload: unknown): Payload<Name> {
  const read = payloads[name].safeParse(payload ?? {});
  if (!read.success) throw new Error(`bad payload for ${name}: ${z.prettifyError(read.error)}`);
  return read.data as Payload<Name>;
}

type Payloads = { [Name in TaskName]: Payload<Name> };

declare global {
  namespace GraphileWorker {
    interface Tasks extends Payloads {}
  }
}
