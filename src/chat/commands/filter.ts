// Filters of one subscription (/set_filter URL words) and of the whole chat (/set_global_filter words).
import { askFilter, filterMenu, removeFilter, setFilter } from '../settings/filter.ts';
import { twoLevels } from './two_levels.ts';

export const filterCommands = twoLevels({
  name: 'filter',
  usage: 'rust, "new release", !crypto, title:linux',
  ask: askFilter,
  set: setFilter,
  remove: removeFilter,
  menu: filterMenu,
});
