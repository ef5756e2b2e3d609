import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { toJson } from './json.ts';

const db = await testDatabase();

test('PostgreSQL takes whatever text there is, NUL and halves of surrogate pairs included', async () => {
  const value = { text: 'a\0b \ud800 \udc00x \ud83d\ude00', deep: [{ text: '\ud83d' }] };
  const { rows } = await db.query<{ kept: unknown }>({ text: 'select $1::jsonb as kept', values: [toJson(value)] });
  assert.deepEqual(rows[0]!.kept, { text: 'ab \ufffd \ufffdx 😀', deep: [{ text: '\ufffd' }] });
});
