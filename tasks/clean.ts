// Drop what served its purpose, and make the partitions of the days to come.
import { cleanRecords } from '../src/store/retention.ts';
import { defineTask } from '../src/task.ts';

export default defineTask('clean', async (_payload, { db }) => cleanRecords(db));
