// A feed has new items: mark the chats that read it, and have somebody send.
import { fanOut } from '../src/delivery/fan_out.ts';
import { defineTask } from '../src/task.ts';

export default defineTask('fan_out', async ({ feedId }, { db }) => ({ feedId, ...(await fanOut(db, feedId)) }));
