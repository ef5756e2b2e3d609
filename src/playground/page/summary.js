// One line about a message: for the list of chats, for the head of a reply, and for service messages.

const MEDIA_NAMES = {
  animation: 'GIF',
  photo: 'Photo',
  video: 'Video',
  audio: 'Audio',
  document: 'File',
  voice: 'Voice message',
  sticker: 'Sticker',
  location: 'Location',
  contact: 'Contact',
  poll: 'Poll',
};

export function nameOf(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(' ');
}

/** Who a message is from, as shown: the chat itself for a channel's post and an anonymous administrator. */
export function senderOf(message) {
  if (message.sender_chat) return { id: message.sender_chat.id, name: message.sender_chat.title ?? '' };
  if (message.from) return { id: message.from.id, name: nameOf(message.from) };
  return { id: message.chat.id, name: message.chat.title ?? '' };
}

const SERVICE = {
  new_chat_members: (who, members) =>
    members.length === 1 && nameOf(members[0]) === who
      ? `${who} joined the group`
      : `${who} added ${members.map(nameOf).join(', ')}`,
  left_chat_member: (who, member) =>
    nameOf(member) === who ? `${who} left the group` : `${who} removed ${nameOf(member)}`,
  new_chat_title: (who, title) => `${who} changed the name to “${title}”`,
  new_chat_photo: (who) => `${who} changed the picture`,
  delete_chat_photo: (who) => `${who} removed the picture`,
  group_chat_created: (who) => `${who} created the group`,
  supergroup_chat_created: (who) => `${who} created the group`,
  channel_chat_created: () => 'Channel created',
  migrate_to_chat_id: () => 'The group became a supergroup',
  migrate_from_chat_id: () => 'The group became a supergroup',
  pinned_message: (who) => `${who} pinned a message`,
  forum_topic_created: (who, topic) => `${who} created the topic “${topic.name}”`,
  forum_topic_edited: (who, topic) => `${who} changed the topic${topic.name ? ` to “${topic.name}”` : ''}`,
  forum_topic_closed: (who) => `${who} closed the topic`,
  forum_topic_reopened: (who) => `${who} reopened the topic`,
  general_forum_topic_hidden: (who) => `${who} hid General`,
  general_forum_topic_unhidden: (who) => `${who} showed General`,
  chat_shared: (who) => `${who} shared a chat with the bot`,
  users_shared: (who) => `${who} shared a contact with the bot`,
  write_access_allowed: () => 'The bot may write now',
};

/** The sentence of a service message, or null for an ordinary one. */
export function describeService(message) {
  const kind = Object.keys(SERVICE).find((name) => message[name] !== undefined);
  return kind ? SERVICE[kind](senderOf(message).name, message[kind]) : null;
}

/** A message in one line, without its sender. */
export function summarize(message) {
  const service = describeService(message);
  if (service) return service;
  const kind = Object.keys(MEDIA_NAMES).find((name) => message[name] !== undefined);
  const text = (message.text ?? message.caption ?? '').replace(/\s+/g, ' ').trim();
  if (!kind) return text;
  return text ? `${MEDIA_NAMES[kind]}: ${text}` : MEDIA_NAMES[kind];
}
