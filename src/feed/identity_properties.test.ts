import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Item } from '../store/item.ts';
import { aFeed, anItem } from './identity_testing.ts';

// A publisher with a key that stays (guid, link, or only the words) does to a feed what publishers do, and may take to other keys.
type Habit = {
  guid: 'stays' | 'moved' | 'changes' | 'shared' | 'none';
  link: 'stays' | 'moved' | 'shared' | 'none';
  sometimesDropsGuid: boolean;
};
type Step =
  | { does: 'publish'; count: number }
  | { does: 'edit'; which: number }
  | { does: 'change keys'; habit: Habit }
  | { does: 'delete newest' | 'empty' | 'shuffle' | 'pin oldest' | 'drop oldest' };

const habits: fc.Arbitrary<Habit> = fc.record({
  guid: fc.constantFrom('stays', 'moved', 'changes', 'shared', 'none'),
  link: fc.constantFrom('stays', 'moved', 'shared', 'none'),
  sometimesDropsGuid: fc.boolean(),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('publish' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('edit' as const), which: fc.nat(9) }) },
  fc.record({ does: fc.constant('change keys' as const), habit: habits }),
  fc.record({ does: fc.constantFrom('delete newest', 'empty', 'shuffle', 'pin oldest', 'drop oldest') }),
);

type Post = { number: number; edits: number };

const hasOwnLinks = ({ link }: Habit) => link === 'stays' || link === 'moved';
const hasOwnKeys = (habit: Habit) => habit.guid === 'stays' || habit.guid === 'moved' || hasOwnLinks(habit);

function publish(posts: readonly Post[], fetch: number, habit: Habit): Item[] {
  const guids = { stays: 'g', moved: 'm', changes: `${fetch}-g`, shared: null, none: null };
  const hosts = { stays: 'example.org', moved: 'moved.example', shared: null, none: null };
  const dropsGuid = habit.guid === 'none' || (habit.sometimesDropsGuid && hasOwnLinks(habit) && fetch % 3 === 1);
  return posts.map(({ number, edits }) => {
    const prefix = guids[habit.guid];
    const host = hosts[habit.link];
    const link = host === null ? 'https://example.org/all' : `https://${host}/${number}`;
    return anItem(`${number}`, {
      guid: dropsGuid ? null : prefix === null ? 'all' : `${prefix}${number}`,
      link: habit.link === 'none' ? null : link,
      content: `Text of ${number}, edit ${edits}`,
    });
  });
}

function change(posts: Post[], step: Step, next: () => number, canEdit: boolean): Post[] {
  if (step.does === 'publish') {
    return [...Array.from({ length: step.count }, () => ({ number: next(), edits: 0 })), ...posts].slice(0, 12);
  }
  if (step.does === 'edit') {
    const which = step.which % Math.max(posts.length, 1);
    return posts.map((post, i) => (canEdit && i === which ? { ...post, edits: post.edits + 1 } : post));
  }
  if (step.does === 'delete newest') return posts.length > 3 ? posts.slice(1) : posts;
  if (step.does === 'drop oldest') return posts.length > 3 ? posts.slice(0, -1) : posts;
  if (step.does === 'shuffle') return posts.toSorted((a, b) => ((a.number * 7) % 5) - ((b.number * 7) % 5));
  if (step.does === 'pin oldest') return posts.toSorted((a, b) => Number(b.number === 0) - Number(a.number === 0));
  return posts;
}

test('whatever a publisher does to a feed, each item is new exactly once', () => {
  fc.assert(
    fc.property(habits, fc.array(steps, { maxLength: 40 }), (first, history) => {
      const feed = aFeed();
      let habit = first;
      let number = 0;
      const next = () => number++;
      let posts = [next(), next(), next()].reverse().map((n): Post => ({ number: n, edits: 0 }));
      const brought: string[] = [...feed.poll(...publish(posts, 0, habit)).new];
      for (const [index, step] of history.entries()) {
        if (step.does === 'empty') assert.deepEqual(feed.poll().new, []);
        if (step.does === 'change keys') habit = step.habit;
        posts = change(posts, step, next, hasOwnKeys(habit));
        brought.push(...feed.poll(...publish(posts, index + 1, habit)).new);
      }
      assert.deepEqual(brought.toSorted(), Array.from({ length: number }, (_, n) => `Title ${n}`).toSorted());
    }),
    { numRuns: 300 },
  );
});
