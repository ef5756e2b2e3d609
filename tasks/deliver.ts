// Send what is pending. The crontab runs it every minute; it queues itself for the next time a chat is ready.
import { deliver } from '../src/delivery/deliver.ts';
import { defineTask } from '../src/task.ts';
import { deliveryOf } from '../src/worker_context.ts';

export default defineTask('deliver', async (_payload, helpers) => {
  const served = await deliver({ ...helpers, ...deliveryOf(helpers, helpers.db) });
  return served > 0 ? { served } : null;
});
