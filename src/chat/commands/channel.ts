// /channel @name: from now on commands in this private chat are about that channel. /channel off ends it.
import { putQuestion } from '../../store/conversations.ts';
import { sendMenu } from '../answer.ts';
import { chooseChannel, leaveChannel, PICKER } from '../managing.ts';
import type { CommandDefinition } from './command.ts';

export const channel: CommandDefinition = {
  names: ['channel'],
  usage: '@name | off',
  menu: ['private'],
  isPersonal: true,
  costly: true,
  run: async (context) => {
    const { chat, argument, reply, actor } = context;
    if (chat.kind !== 'private') return reply('only-in-private');
    if (argument.toLowerCase() === 'off') return leaveChannel(context);
    if (argument !== '') return chooseChannel(context, argument);
    const markup = PICKER.keyboard(context.label('button-pick-channel'));
    const messageId = await sendMenu(context, context.place, { text: context.text('ask-channel') }, { markup });
    return putQuestion(context.db, {
      chatId: chat.chatId,
      actor: actor.telegramId,
      question: 'channel',
      args: {},
      messageId,
    });
  },
};
