// Carry out a /subscribe: look at the URL, subscribe the chat, and tell it.
import { subscribeByRequest } from '../src/chat/subscribe_job.ts';
import { defineTask } from '../src/task.ts';
import { budgetOf } from '../src/worker_context.ts';

export default defineTask('subscribe', async ({ requestId }, helpers) => {
  const { config, db } = helpers;
  const result = await subscribeByRequest(requestId, {
    ...helpers,
    budget: budgetOf(helpers, db),
    random: Math.random,
    initialItems: config.INITIAL_ITEMS,
    subscriptionLimit: config.SUBSCRIPTION_LIMIT,
  });
  return { requestId, result: result?.key ?? null };
});
