// The page of all commands and buttons, out of the code that obeys them. Pure.
import { COMMANDS } from './commands/all.ts';
import type { CommandDefinition } from './commands/command.ts';
import { describeFilters, describeTemplates } from './describe_writing.ts';
import { code, table } from './docs_table.ts';
import { COSTLY_A_MINUTE } from './gate.ts';
import { UNDO_MINUTES } from './menus/card.ts';
import { MORE_OPTIONS, OPTION_VALUES, type OptionName } from './menus/options.ts';
import { MOST_URLS } from './subscribing.ts';
import { LATEST } from './subscription_acts.ts';
import { FALLBACK, LANGUAGES, languageName, plainText } from './text/texts.ts';

const say = (key: string, args?: Parameters<typeof plainText>[2]) => plainText(FALLBACK, key, args);

/** What the buttons of a card and of /settings do that are no options. */
const BUTTONS: [label: string, does: string][] = [
  ['pause', 'no more items; what comes meanwhile is passed over'],
  ['resume', 'goes on from here; says how many items were passed over'],
  ['latest', `sends the last ${LATEST} items again, here only`],
  ['preview', 'sends the last item as it would look now'],
  ['filter', 'which items come: shown with what it does to the last ones, set, changed, removed'],
  ['template', 'how items look: shown, set after a look at a real item, removed'],
  ['title', "a name of one's own for the feed"],
  ['topic', 'in a forum: moves the feed to another topic'],
  ['more', 'the lines below messages, and digests'],
  ['unsubscribe', `ends it; for ${UNDO_MINUTES} minutes there is “${say('button-undo')}”`],
  ['language', 'in /settings: the language of the bot there'],
  ['time-zone', 'in /settings: for the dates in messages and on cards'],
];

/** Markdown. */
export function describeCommands(): string {
  return `# Commands

Written by \`npm run docs\` from the code that obeys them.

## Ways in

${describeWaysIn()}

## For everybody

${commandTable(COMMANDS.filter((command) => !command.isForOperator))}

\`URL\` is the address of a feed, or the one that was typed to subscribe. “Admins only” is about groups; in a channel nobody else can write or tap.

## Buttons

${describeButtons()}

## Filters

${describeFilters()}

## Templates

${describeTemplates()}

## Limits

${describeLimits()}

## For the operator

Whoever \`ADMIN_TELEGRAM_ID\` names, in their private chat; to everybody else these do not exist.

${operatorTable(COMMANDS.filter((command) => command.isForOperator))}

## Languages

${LANGUAGES.map((one) => `${languageName(one)} (\`${one}\`)`).join(', ')}. To add one: translate \`src/chat/text/en.ftl\` into a file beside it, named by its code, and run \`npm run docs\`.
`;
}

function describeWaysIn(): string {
  return `- In a private chat an address alone subscribes, several in one message too, and so does a forwarded post with a link in it.
- \`/subscribe URL …\` anywhere: a feed, or a page that has feeds. Where it has several, buttons let you choose.
- A link \`https://t.me/BOT?start=CODE\`, or \`?startgroup=CODE\` to choose a group; \`CODE\` is the address in base64url, 64 characters at most.
- A command without its argument asks for it: the next message is the answer, in groups and channels a reply to the question. \`/cancel\` or 15 minutes
  end that.
- A channel, or a group, is managed by commands in it, or from a private chat after \`/channel @name\`, a forwarded post of it, or the button that
  \`/channel\` brings; private ones too. The person must be an admin there, in a channel the bot as well. \`/channel off\` ends it.
- In a forum, items come to the topic in which the feed was subscribed; the same feed may come to several.`;
}

function describeButtons(): string {
  return `\`/list\` opens a subscription's card, \`/settings\` what holds for the whole chat.

${table(
  ['Button', 'Does'],
  BUTTONS.map(([label, does]) => [say(`button-${label}`), does]),
)}

These go round their values with every tap:

${table(['Option', 'Values'], (Object.keys(OPTION_VALUES) as OptionName[]).map(optionRow))}

The last ${MORE_OPTIONS.length} stand behind “${say('button-more')}”. What is set for one subscription counts over what is set for the chat. Filters add up:
an item must pass both.`;
}

function describeLimits(): string {
  return `\`SUBSCRIPTION_LIMIT\` feeds a chat (the operator can grant more), \`FILTER_LIMIT\` parts a filter, ${MOST_URLS} addresses a message, ${COSTLY_A_MINUTE} costly commands a
minute for each chat and each person. Each has a sentence that says so.`;
}

function nameCell({ names, usage = '' }: CommandDefinition): string[] {
  return [names.map((one) => code(`/${one}`)).join(' '), usage && code(usage), say(`menu-${names[0]}`)];
}

function commandTable(commands: readonly CommandDefinition[]): string {
  const rows = commands.map((command) => [...nameCell(command), command.changes ? 'yes' : '']);
  return table(['Command', 'Argument', 'Does', 'Admins only'], rows);
}

function operatorTable(commands: readonly CommandDefinition[]): string {
  return table(['Command', 'Argument', 'Does'], commands.map(nameCell));
}

function optionRow(name: OptionName): string[] {
  const values = OPTION_VALUES[name].map((value) => say(`option-${name}`, { value }).split(': ').at(-1));
  return [say(`option-${name}`, { value: OPTION_VALUES[name][0] }).split(':')[0]!, values.join(', ')];
}
