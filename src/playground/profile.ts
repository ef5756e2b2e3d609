// What the bot may say of itself: names and descriptions. Only the name is shown anywhere.
import { type Methods, method } from './methods.ts';

export const PROFILE_METHODS: Methods = {
  setMyName: method('name language_code', ({ world, params }) => {
    const name = params.get('name') ?? '';
    if (name !== '' && !params.get('language_code')) world.bot.first_name = name;
    return true;
  }),
  getMyName: method('language_code', ({ world }) => ({ name: world.bot.first_name })),
  setMyDescription: method('description language_code', () => true),
  getMyDescription: method('language_code', () => ({ description: '' })),
  setMyShortDescription: method('short_description language_code', () => true),
  getMyShortDescription: method('language_code', () => ({ short_description: '' })),
  setChatMenuButton: method('chat_id menu_button', () => true),
  setMyDefaultAdministratorRights: method('rights for_channels', () => true),
  logOut: method('', () => true),
  close: method('', () => true),
};
