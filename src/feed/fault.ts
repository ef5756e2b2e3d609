// Every way in which a poll can fail, as one value: what is stored with the feed and told to its readers.
import type { FailureReason, RefusalReason } from '../net/outcome.ts';
import type { NotAFeedReason } from './feed.ts';

export type FeedFault =
  | FailureReason
  | RefusalReason
  | { code: 'not-a-feed'; host: string; what: NotAFeedReason }
  | { code: 'throttled'; host: string; status: number }
  | { code: 'gone'; host: string };
