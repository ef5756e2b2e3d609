import type { CommandDefinition } from './command.ts';

export const start: CommandDefinition = {
  names: ['start'],
  run: ({ reply }) => reply('start'),
};
