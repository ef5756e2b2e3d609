// Queue the feeds that are due. The crontab runs it every minute; it queues itself for what falls due before that.
import { queueDueFeeds } from '../src/feed/queue_due.ts';
import { defineTask } from '../src/task.ts';

export default defineTask('sync', async (_payload, { db }) => {
  const queued = await queueDueFeeds(db);
  return queued.feeds > 0 ? queued : null;
});
