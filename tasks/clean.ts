// Drop what served its purpose, and make the partitions of the days to come.
import { cleanFeeds } from '../src/feed/clean.ts';
import { cleanRecords } from '../src/store/retention.ts';
import { defineTask } from '../src/task.ts';

export default defineTask('clean', async (_payload, { db, log }) => {
  const [records, feeds] = [await cleanRecords(db), await cleanFeeds(db)];
  if (feeds.healed > 0)
    log.error({ healed: feeds.healed }, 'feeds were on or off the schedule that should not have been');
  if (records.misplaced > 0)
    log.error({ misplaced: records.misplaced }, 'what came of items was written on days without a partition');
  return { ...records, ...feeds };
});
