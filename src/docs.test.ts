import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { describeCommands } from './chat/describe_commands.ts';
import { COMMANDS_PAGE } from './docs.ts';

test('docs/commands.md says what the code does; npm run docs writes it', async () => {
  assert.equal(await readFile(COMMANDS_PAGE, 'utf8'), describeCommands());
});
