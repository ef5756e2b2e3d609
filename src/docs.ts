// Writes docs/commands.md out of the code. `npm run docs`.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeCommands } from './chat/describe_commands.ts';

export const COMMANDS_PAGE = join(import.meta.dirname, '..', 'docs', 'commands.md');

if (import.meta.main) {
  await mkdir(join(COMMANDS_PAGE, '..'), { recursive: true });
  await writeFile(COMMANDS_PAGE, describeCommands());
}
