// The command menu, per scope and language.
import { type MethodCall, type Methods, method } from './methods.ts';
import { isRecord, readJson, readText } from './params.ts';
import { badRequest } from './refusal.ts';
import { announce, type CommandSet } from './world.ts';

const SCOPES = [
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
  'chat',
  'chat_administrators',
  'chat_member',
];

export const COMMAND_METHODS: Methods = {
  setMyCommands: method('commands scope language_code', setMyCommands),
  getMyCommands: method('scope language_code', (call) => findSet(call)?.commands ?? []),
  deleteMyCommands: method('scope language_code', (call) => replaceSet(call, [])),
};

function setMyCommands(call: MethodCall): true {
  const given = readJson(call.params, 'commands', 'commands');
  if (!Array.isArray(given)) throw badRequest("can't parse commands: Expected an Array of BotCommand");
  if (given.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return replaceSet(call, given.map(readCommand));
}

function readCommand(value: unknown): CommandSet['commands'][number] {
  if (!isRecord(value) || typeof value.command !== 'string' || typeof value.description !== 'string') {
    throw badRequest("can't parse BotCommand: Expected an Object with command and description");
  }
  const command = value.command.replace(/^\//, '').trim();
  const description = value.description.trim();
  if (command === '') throw badRequest('command must be non-empty');
  if ([...command].length > 32) throw badRequest('command length must not exceed 32');
  if (description === '') throw badRequest('command description must be non-empty');
  if ([...description].length > 256) throw badRequest('command description length must not exceed 256');
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  return { command, description };
}

function readKey({ params }: MethodCall): { scope: string; language: string } {
  const given = readJson(params, 'scope', 'scope');
  const { type = 'default', chat_id = '', user_id = '' } = isRecord(given) ? given : {};
  if (!SCOPES.includes(String(type))) throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  const language = readText(params, 'language_code').trim();
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified');
  return { scope: [type, chat_id, user_id].filter((part) => part !== '').join(':'), language };
}

function findSet(call: MethodCall): CommandSet | undefined {
  const { scope, language } = readKey(call);
  return call.world.commandSets.find((set) => set.scope === scope && set.language === language);
}

function replaceSet(call: MethodCall, commands: CommandSet['commands']): true {
  const key = readKey(call);
  const others = call.world.commandSets.filter((set) => set !== findSet(call));
  call.world.commandSets = commands.length === 0 ? others : [...others, { ...key, commands }];
  announce(call.world, 'chats', null);
  return true;
}
