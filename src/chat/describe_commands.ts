// The page of all commands and buttons, out of the code that obeys them. Pure.
import { COMMANDS } from './commands/all.ts';
import type { CommandDefinition } from './commands/command.ts';
import { MORE_OPTIONS, OPTION_VALUES, type OptionName } from './menus/options.ts';
import { FALLBACK, LANGUAGES, languageName, plainText } from './text/texts.ts';

const say = (key: string, args?: Parameters<typeof plainText>[2]) => plainText(FALLBACK, key, args);

/** Markdown. */
export function describeCommands(): string {
  const forAll = COMMANDS.filter((command) => !command.isForOperator);
  const forOperator = COMMANDS.filter((command) => command.isForOperator);
  return `# Commands

Written by \`npm run docs\` from the code that obeys them. In a private chat an address alone subscribes, several at once too; a command
without its argument asks for it. In groups and channels only admins can use the commands marked so.

${commandTable(forAll)}

\`URL\` is the address of a feed, or the one that was typed to subscribe.

## On a subscription's card, and in /settings for the whole chat

${table(['Button', 'Values'], (Object.keys(OPTION_VALUES) as OptionName[]).map(optionRow))}

The last ${MORE_OPTIONS.length} stand behind “${say('button-more')}”.

What is set for one subscription counts over what is set for the chat. Filters add up: an item must pass both.

## For the operator

Whoever \`ADMIN_TELEGRAM_ID\` names, in their private chat; to everybody else these do not exist.

${commandTable(forOperator)}

## Languages

${LANGUAGES.map((code) => `${languageName(code)} (\`${code}\`)`).join(', ')}. To add one: translate \`src/chat/text/en.ftl\` into a file beside it, named by its code.
`;
}

/** Cells padded, as the formatter wants a table. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => [...row[column]!].length)));
  const write = (row: string[], fill = ' ') =>
    `| ${row.map((cell, column) => cell + fill.repeat(widths[column]! - [...cell].length)).join(' | ')} |`;
  return [
    write(head),
    write(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((row) => write(row)),
  ].join('\n');
}

function commandTable(commands: readonly CommandDefinition[]): string {
  return table(
    ['Command', 'Argument', 'Does', 'Admins only'],
    commands.map(({ names, usage = '', changes }) => [
      names.map((one) => `\`/${one}\``).join(' '),
      usage ? `\`${usage.replaceAll('|', '\\|')}\`` : '',
      say(`menu-${names[0]}`),
      changes ? 'yes' : '',
    ]),
  );
}

function optionRow(name: OptionName): string[] {
  const values = OPTION_VALUES[name].map((value) => say(`option-${name}`, { value }).split(': ').at(-1));
  return [say(`option-${name}`, { value: OPTION_VALUES[name][0] }).split(':')[0]!, values.join(', ')];
}
