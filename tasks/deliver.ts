// Send what is pending. The crontab runs it every minute; it queues itself for the next time a chat is ready.
import { deliver } from '../src/delivery/deliver.ts';
import { defineTask } from '../src/task.ts';
import { sendPart } from '../src/telegram/send.ts';
import { budgetOf, renderHead } from '../src/worker_context.ts';

export default defineTask('deliver', async (_payload, helpers) => {
  const served = await deliver({
    ...helpers,
    budget: budgetOf(helpers, helpers.db),
    render: renderHead,
    send: (part, to) => sendPart(helpers.telegram, part, to),
  });
  return served > 0 ? { served } : null;
});
