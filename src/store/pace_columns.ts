// How a chat's pace is written by whatever sends to it.

/** A chat's even pace: a message each so many milliseconds, how many may come at once before it counts, and how many went out. */
export type Pace = { paceMs: number; burst: number; messages: number };

/** Assignments of an update of `chat_schedule`; the arguments are SQL of type float8. */
export function paceColumns(messages: string, paceMs: string, burst: string): string {
  return `
    paced_until = greatest(paced_until, clock_timestamp()) + ${messages} * ${paceMs} * interval '1 millisecond',
    not_before = case when ${messages} = 0 then not_before else greatest(not_before,
      greatest(paced_until, clock_timestamp()) + (${messages} - (${burst} - 1)) * ${paceMs} * interval '1 millisecond') end`;
}
