// What a person may do to the chat and the bot: the menu behind the three dots, and who I am.
import { act } from './api.js';
import { avatar } from './dom.js';
import { chooseMe, describeStanding, findChat, model } from './model.js';
import { openMenu, showToast } from './notices.js';

/** Open the menu of the chat that is open. */
export function openChatMenu(anchor) {
  const chat = findChat(model.open.chatId);
  const topic = chat.topics?.find(({ id }) => id === model.open.threadId);
  const items = [...actionsFor(chat), ...(topic ? topicActions(topic) : [])];
  openMenu(
    anchor,
    items.map(([label, action, isDanger]) => ({ label, isDanger, run: () => perform(action) })),
  );
}

function actionsFor(chat) {
  if (chat.kind === 'private') {
    return chat.botStatus === 'kicked' ? [['Unblock the bot', 'unblock']] : [['Block the bot', 'block', true]];
  }
  const isIn = ['member', 'administrator', 'restricted'].includes(chat.botStatus);
  if (!isIn) return [['Add the bot', 'add']];
  const rank =
    chat.botStatus === 'administrator'
      ? ['Take admin rights from the bot', 'demote']
      : ['Make the bot an admin', 'promote'];
  const growth = chat.kind === 'group' ? [['Make it a supergroup', 'migrate']] : [];
  return [rank, ...growth, ['Remove the bot', 'kick', true]];
}

function topicActions(topic) {
  return [topic.closed ? ['Open the topic', 'openTopic'] : ['Close the topic', 'closeTopic']];
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
