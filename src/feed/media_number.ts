// A size or a duration of a medium, as its publisher gives it.

/** More bytes, pixels or seconds than anything has. */
const MOST = 1e15;

/** The number as a whole one, or null for what no medium can have: nothing, less, or beyond all measure. */
export function mediaNumber(published: number): number | null {
  const value = Math.round(published);
  return value > 0 && value <= MOST ? value : null;
}
