// Templates of one subscription (/set_template URL template) and of the whole chat (/set_global_template template).
import { askTemplate, removeTemplate, templateMenu, tryTemplate } from '../settings/template.ts';
import { twoLevels } from './two_levels.ts';

export const templateCommands = twoLevels({
  name: 'template',
  usage: '{{bold bot_item_name}} {{bot_item_link}}',
  ask: askTemplate,
  set: tryTemplate,
  remove: removeTemplate,
  menu: templateMenu,
});
