// Taps on a card: what is done to one subscription.
import { UserError } from '../../errors.ts';
import { type Card, moveToTopic } from '../../store/cards.ts';
import { markChatDue } from '../../store/chat_schedule.ts';
import { lockChat } from '../../store/chats.ts';
import { wake } from '../../store/jobs.ts';
import { newestItems } from '../../store/newest_items.ts';
import { listTopics } from '../../store/topics.ts';
import { type About, aboutRef, chatName, refOf, titleOf } from '../about.ts';
import type { TapContext } from '../context.ts';
import { ask } from '../conversation.ts';
import { button, dataOf, inRows } from '../menus/buttons.ts';
import { cardMenu } from '../menus/card.ts';
import { whyMenu } from '../menus/why.ts';
import { oneLine } from '../one_line.ts';
import { end, pause, resume, type Said, showLatest, undoEnd } from '../subscription_acts.ts';
import type { TapDefinition } from './tap.ts';

type AboutCard = About & { card: Card };
/** Topics offered to move to. */
const TOPICS = 60;

async function aboutCard(context: TapContext, ref: string | undefined): Promise<AboutCard> {
  const about = await aboutRef(context, ref);
  if (about.card === null) throw new UserError('menu-old');
  return { ...about, card: about.card };
}

/** Do it, then show the card as it is now. A subscription that was ended meanwhile only shows that. */
function onCard(act: (context: TapContext, about: AboutCard, args: string[]) => Promise<Said | null>): TapDefinition {
  return {
    changes: true,
    run: async (context, args) => {
      const about = await aboutCard(context, args[0]);
      const isOld = about.card.endedMinutes !== null && act !== undo;
      const said = isOld ? { key: 'menu-renewed' } : await act(context, about, args.slice(1));
      await context.edit(cardMenu(context, await aboutCard(context, args[0])));
      return said;
    },
  };
}

const undo = (context: TapContext, about: AboutCard) => undoEnd(context, about);

async function move(context: TapContext, { card, target }: AboutCard, [typed]: string[]): Promise<Said> {
  const threadId = Number(typed);
  const known = await listTopics(context.db, card.chatId, 1000);
  if (threadId !== 0 && !known.some((topic) => topic.threadId === threadId)) throw new UserError('menu-old');
  const isMoved = await context.db.transaction(async (tx) => {
    await lockChat(tx, card.chatId); // a /subscribe there would be in the way
    if (!(await moveToTopic(tx, card.subscriptionId, threadId))) return false;
    await markChatDue(tx, card.chatId);
    await wake(tx, 'deliver');
    return true;
  });
  if (!isMoved) throw new UserError('already-subscribed', { chat: chatName(context, target), title: titleOf(card) });
  return { key: 'moved' };
}

const card: TapDefinition = {
  changes: false,
  run: async (context, [ref]) => {
    await context.edit(cardMenu(context, await aboutCard(context, ref)));
    return null;
  },
};

const why: TapDefinition = {
  changes: false,
  run: async (context, [ref]) => {
    const about = await aboutCard(context, ref);
    const isOld = about.card.endedMinutes !== null;
    await context.edit(isOld ? cardMenu(context, about) : await whyMenu(context, about));
    return isOld ? { key: 'menu-renewed' } : null;
  },
};

const topics: TapDefinition = {
  changes: true,
  run: async (context, [ref]) => {
    const about = await aboutCard(context, ref);
    const found = await listTopics(context.db, about.target.chatId, TOPICS);
    const choices = [{ threadId: 0, name: context.label('topic-none') }, ...found].map(({ threadId, name }) => ({
      text: `${threadId === about.card.threadId ? '✓ ' : ''}${oneLine(name, `#${threadId}`, 30)}`,
      data: dataOf('move', refOf(about), threadId),
    }));
    const back = [button(context, 'button-back', 'card', refOf(about))];
    await context.edit({
      text: context.text('choose-topic', { title: titleOf(about.card) }),
      buttons: [...inRows(choices, 2), back],
    });
    return null;
  },
};

const title: TapDefinition = {
  changes: true,
  run: async (context, [ref]) => {
    const about = await aboutCard(context, ref);
    await ask(context, 'title', {
      args: { about: refOf(about) },
      key: 'ask-title',
      textArgs: { chat: chatName(context, about.target), title: titleOf(about.card) },
    });
    return null;
  },
};

const showing = (count: number): TapDefinition => ({
  changes: true,
  costly: true,
  run: async (context, [ref]) => {
    const about = await aboutCard(context, ref);
    const [any] = await newestItems(context.db, about.card.feedId, 1);
    if (!any) return { key: 'no-items' };
    await showLatest(context, about, count);
    return null;
  },
});

export const cardTaps: Record<string, TapDefinition> = {
  card,
  pause: onCard(pause),
  resume: onCard(resume),
  end: onCard(end),
  undo: onCard(undo),
  move: onCard(move),
  topics,
  title,
  latest: showing(5),
  preview: showing(1),
  why,
};
