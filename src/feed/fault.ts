// Every way in which a poll can fail, as one value: what is stored with the feed and told to its readers.
import type { FailureReason, FetchOutcome, RefusalReason } from '../net/outcome.ts';
import type { NotAFeedReason } from './feed.ts';

export type FeedFault =
  | FailureReason
  | RefusalReason
  | { code: 'not-a-feed'; host: string; what: NotAFeedReason }
  | { code: 'throttled'; host: string; status: number }
  | { code: 'gone'; host: string };

/** Why a question without conditions brought no document. @param host of the URL that was asked */
export function faultOf(outcome: Exclude<FetchOutcome, { kind: 'document' | 'postponed' }>, host: string): FeedFault {
  switch (outcome.kind) {
    case 'throttled':
      return { code: 'throttled', host: outcome.host, status: outcome.status };
    case 'gone':
      return { code: 'gone', host };
    case 'unchanged':
      return { code: 'malformed', host }; // a 304 to a question without conditions
    default:
      return outcome.reason;
  }
}
