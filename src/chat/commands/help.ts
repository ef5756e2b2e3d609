import type { CommandDefinition } from './command.ts';

export const help: CommandDefinition = {
  names: ['help'],
  run: ({ reply }) => reply('help'),
};
