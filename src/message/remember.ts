// Remembers what was made of the texts that were asked for last: one item goes to many chats, one template renders many items.

export type Bounds<T> = {
  /** results kept at most */
  entries: number;
  /** sum of `weigh` kept at most */
  weight?: number;
  weigh?: (key: string, value: T) => number;
};

/** `make`, called once for each key that is still remembered. Its results are shared: callers must not change them. */
export function remember<T>(make: (key: string) => T, { entries, weight, weigh = () => 1 }: Bounds<T>) {
  const kept = new Map<string, T>();
  const limit = weight ?? Number.POSITIVE_INFINITY;
  let total = 0;
  const drop = (key: string, value: T) => {
    kept.delete(key);
    total -= weigh(key, value);
  };
  return (key: string): T => {
    const known = kept.get(key);
    const value = known ?? make(key);
    if (known !== undefined) drop(key, known);
    if (weigh(key, value) > limit) return value;
    kept.set(key, value); // last: a Map keeps the order of insertion
    total += weigh(key, value);
    for (const [oldest, old] of kept) {
      if (kept.size <= entries && total <= limit) break;
      drop(oldest, old);
    }
    return value;
  };
}
