// What a person may do to the chat and the bot: the menu behind the three dots, and who I am.
import { act } from './api.js';
import { avatar } from './dom.js';
import { chooseMe, describeStanding, findChat, model } from './model.js';
import { openMenu, showToast } from './notices.js';

/** Open the menu of the chat that is open. */
export function openChatMenu(anchor) {
  const chat = findChat(model.open.chatId);
  const items = [...topicActions(chat), ...botActions(chat), ...groupActions(chat)];
  openMenu(
    anchor,
    items.map(([label, action, isDanger]) => ({ label, isDanger, run: () => perform(action) })),
  );
}

function topicActions(chat) {
  if (!chat.isForum) return [];
  const topic = chat.topics.find(({ id }) => id === model.open.threadId);
  const isClosed = topic ? topic.closed : chat.generalClosed;
  const door = isClosed ? ['Open the topic', 'openTopic'] : ['Close the topic', 'closeTopic'];
  return topic ? [door, ['Delete the topic', 'deleteTopic', true]] : [door];
}

function botActions({ kind, botStatus }) {
  if (kind === 'private') {
    return botStatus === 'kicked' ? [['Unblock the bot', 'unblock']] : [['Block the bot', 'block', true]];
  }
  if (!['member', 'administrator', 'restricted'].includes(botStatus)) return [['Add the bot', 'add']];
  const remove = ['Remove the bot', 'kick', true];
  if (kind === 'channel') return [remove]; // a bot is in a channel only as an administrator
  const isAdmin = botStatus === 'administrator';
  return [isAdmin ? ['Take admin rights from the bot', 'demote'] : ['Make the bot an admin', 'promote'], remove];
}

function groupActions({ kind }) {
  if (kind === 'private') return [];
  const growth = kind === 'group' ? [['Make it a supergroup', 'migrate']] : [];
  return [...growth, [kind === 'channel' ? 'Delete the channel' : 'Delete the group', 'deleteGroup', true]];
}

async function perform(action) {
  const { chatId, threadId } = model.open;
  const body = { action, chatId, personId: model.me.id };
  if (threadId) body.threadId = threadId;
  try {
    await act(body);
  } catch (error) {
    showToast(error.message);
  }
}

/** Choose whose hands these are. */
export function openPeopleMenu(anchor) {
  const items = model.people.map((person) => ({
    label: person.name,
    detail: describeStanding(person),
    lead: avatar(person.id, person.name, 'avatar-small'),
    isChecked: person.id === model.me.id,
    run: () => chooseMe(person.id),
  }));
  openMenu(anchor, items);
}
