// Ids are int8, which JavaScript's numbers cannot hold: they travel as strings, are compared only in SQL, and cannot be mixed up.

type Id<Of extends string> = string & { readonly __of: Of };

export type FeedId = Id<'feed'>;
export type ItemId = Id<'item'>;
export type ChatId = Id<'chat'>;
export type SubscriptionId = Id<'subscription'>;
export type RequestId = Id<'subscribe_request'>;
