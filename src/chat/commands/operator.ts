// Commands of the operator (ADMIN_TELEGRAM_ID), in their private chat; to everybody else they do not exist.
import { UserError } from '../../errors.ts';
import { setAllowList, setVerdict } from '../../store/access_list.ts';
import { countReached, insertBroadcast } from '../../store/broadcasts.ts';
import { findChat, grantChat } from '../../store/chats.ts';
import { wake } from '../../store/jobs.ts';
import { readOperatorInfo, setContentFields } from '../../store/operator_info.ts';
import { pauseChat, resumeChat } from '../../store/pauses.ts';
import type { CommandContext } from '../context.ts';
import { ask } from '../conversation.ts';
import { BANNED } from '../handle_membership.ts';
import { button } from '../menus/buttons.ts';
import { oneLine } from '../one_line.ts';
import { isOperator } from '../rights.ts';
import { readTypedUrl } from '../typed_url.ts';
import type { CommandDefinition } from './command.ts';

const CONTENT_FIELDS = ['link', 'title', 'publication_date', 'guid', 'description', 'author'];

/** @param question what asks for the argument of a command that was sent without it */
const operatorCommand = (
  name: string,
  usage: string,
  run: (context: CommandContext) => Promise<unknown>,
  question = 'ask-operator',
): CommandDefinition => ({
  names: [name],
  ...(usage ? { usage } : {}),
  isForOperator: true,
  isPersonal: true,
  run: (context) =>
    usage && context.argument === ''
      ? ask(context, 'operator', { args: { command: name }, key: question, textArgs: { command: `/${name}`, usage } })
      : run(context),
});

/** The answer to such a question. @throws UserError for whoever is not the operator, or not any more */
export async function obeyOperator(context: CommandContext, name: string): Promise<unknown> {
  const command = operatorCommands.find(({ names }) => names.includes(name));
  if (!command || !isOperator(context)) throw new UserError('unknown-command');
  return command.run(context);
}

const info = operatorCommand('info', '', async ({ db, reply, label }) => {
  const found = await readOperatorInfo(db);
  const count = (key: string, counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([kind, n]) => label(key, { kind, count: n }))
      .join(', ') || '0';
  return reply('operator-info', {
    ...found,
    chats: count('operator-chats', found.chats),
    feeds: count('operator-feeds', found.feeds),
    tokens: Math.round(found.tokens),
    slowdown: found.slowdown,
  });
});

/** @throws UserError with the usage */
function readId(text: string | undefined, usage: string): string {
  if (!/^-?\d{1,15}$/.test(text ?? '')) throw new UserError('operator-usage', { usage });
  return text!;
}

const words = ({ argument }: CommandContext) => argument.split(/\s+/).filter(Boolean);

const verdictCommand = (name: string, verdict: 'banned' | 'allowed' | null, said: string) =>
  operatorCommand(name, 'ID', async (context) => {
    const id = readId(words(context)[0], `/${name} ID`);
    await setVerdict(context.db, id, verdict);
    const chat = await findChat(context.db, id);
    if (chat && verdict === 'banned') await pauseChat(context.db, chat.chatId, BANNED);
    else if (chat?.stateReason === BANNED && (await resumeChat(context.db, chat.chatId)) !== null)
      await wake(context.db, 'deliver');
    return context.reply(said, { id });
  });

const limit = operatorCommand('limit', 'CHAT_ID COUNT', async (context) => {
  const [typed, count] = words(context);
  const usage = '/limit CHAT_ID COUNT';
  const id = readId(typed, usage);
  if (!/^\d{1,6}$/.test(count ?? '')) throw new UserError('operator-usage', { usage });
  if (!(await grantChat(context.db, id, { subscriptionLimit: Number(count) })))
    throw new UserError('operator-no-chat', { id });
  return context.reply('operator-limit-set', { id, limit: Number(count) });
});

const everybody = operatorCommand('members_may_change', 'CHAT_ID on|off', async (context) => {
  const [typed, word] = words(context);
  const usage = '/members_may_change CHAT_ID on|off';
  const id = readId(typed, usage);
  if (word !== 'on' && word !== 'off') throw new UserError('operator-usage', { usage });
  if (!(await grantChat(context.db, id, { membersMayChange: word === 'on' })))
    throw new UserError('operator-no-chat', { id });
  return context.reply(word === 'on' ? 'operator-members-on' : 'operator-members-off', { id });
});

const allowList = operatorCommand('allow_list', 'on|off', async ({ db, argument, reply }) => {
  if (argument !== 'on' && argument !== 'off') throw new UserError('operator-usage', { usage: '/allow_list on|off' });
  await setAllowList(db, argument === 'on');
  return reply(argument === 'on' ? 'operator-list-on' : 'operator-list-off');
});

const contentFields = operatorCommand('set_content_fields', 'URL link,title,…', async (context) => {
  const [typed, list] = words(context);
  if (!typed || !list)
    throw new UserError('operator-usage', { usage: `/set_content_fields URL ${CONTENT_FIELDS.join(',')}` });
  const fields = list
    .split(',')
    .map((field) => field.trim().toLowerCase())
    .filter(Boolean);
  const unknown = fields.find((field) => !CONTENT_FIELDS.includes(field));
  if (unknown !== undefined)
    throw new UserError('content-field-unknown', {
      field: oneLine(unknown, '…', 50),
      fields: CONTENT_FIELDS.join(', '),
    });
  if (!(await setContentFields(context.db, readTypedUrl(typed), fields))) throw new UserError('operator-no-feed');
  return context.reply('content-fields-set', { fields: fields.join(', ') });
});

/** Shown to the operator with the number of chats it would reach; sent when they tap. */
async function draftBroadcast(context: CommandContext): Promise<unknown> {
  const { argument, db, show, text } = context;
  const draftId = await insertBroadcast(db, argument);
  await show({ text: text('broadcast', { text: argument }) });
  return show({
    text: text('broadcast-dry-run', { chats: await countReached(db) }),
    buttons: [
      [button(context, 'button-send', 'broadcast', draftId), button(context, 'button-discard', 'nobroadcast', draftId)],
    ],
  });
}

export const operatorCommands: CommandDefinition[] = [
  info,
  contentFields,
  verdictCommand('ban', 'banned', 'operator-banned'),
  verdictCommand('unban', null, 'operator-unbanned'),
  verdictCommand('allow', 'allowed', 'operator-allowed'),
  allowList,
  limit,
  everybody,
  operatorCommand('broadcast', 'TEXT', draftBroadcast, 'ask-broadcast'),
];
