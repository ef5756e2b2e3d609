// What people send in a private chat without a command: addresses, forwarded posts, a place on the map, a picked channel, or chatter.
import type { CommandContext } from './context.ts';
import { requirePatience } from './gate.ts';
import { chooseChannel } from './managing.ts';
import { mainMenu } from './menus/main.ts';
import { requireRights } from './rights.ts';
import { timeZoneAt } from './settings/time_zone.ts';
import { setTimeZone } from './settings/typed_time_zone.ts';
import { subscribeToAll } from './subscribing.ts';

export async function takeLoose(context: CommandContext): Promise<unknown> {
  const { incoming } = context;
  await requirePatience(context.db, context);
  if (incoming.pickedChat !== null) return chooseChannel(context, incoming.pickedChat);
  if (incoming.location !== null) {
    await requireRights(context);
    return setTimeZone(context, timeZoneAt(incoming.location));
  }
  if (incoming.links.length > 0) {
    await requireRights(context);
    return subscribeToAll(context, incoming.links);
  }
  if (incoming.forwardedFrom !== null) return chooseChannel(context, incoming.forwardedFrom);
  return context.show({ ...mainMenu(context), text: context.text('unknown-text') });
}
