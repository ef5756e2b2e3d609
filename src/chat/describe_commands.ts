// The page of all commands and buttons, out of the code that obeys them. Pure.
import { COMMANDS } from './commands/all.ts';
import type { CommandDefinition } from './commands/command.ts';
import { OPTION_VALUES, type OptionName } from './menus/options.ts';
import { FALLBACK, LANGUAGES, languageName, plainText } from './text/texts.ts';

const say = (key: string, args?: Parameters<typeof plainText>[2]) => plainText(FALLBACK, key, args);

/** Markdown. */
export function describeCommands(): string {
  const forAll = COMMANDS.filter((command) => !command.isForOperator);
  const forOperator = COMMANDS.filter((command) => command.isForOperator);
  return `# Commands

Written by \`npm run docs\` from the code that obeys them. In a private chat an address alone subscribes, several at once too; a command
without its argument asks for it. In groups and channels only admins can use the commands marked with \u{1f512}.

${table(forAll)}

\`URL\` is the address of a feed, or the one that was typed to subscribe.

## On a subscription's card, and in /settings for the whole chat

| Button | Values |
|---|---|
${(Object.keys(OPTION_VALUES) as OptionName[]).map(optionRow).join('\n')}

What is set for one subscription counts over what is set for the chat. Filters add up: an item must pass both.

## For the operator

Whoever \`ADMIN_TELEGRAM_ID\` names, in their private chat; to everybody else these do not exist.

${table(forOperator)}

## Languages

${LANGUAGES.map((code) => `${languageName(code)} (\`${code}\`)`).join(', ')}. To add one: translate \`src/chat/text/en.ftl\` into a file beside it, named by its code.
`;
}

function table(commands: readonly CommandDefinition[]): string {
  return ['| Command | Argument | Does |', '|---|---|---|', ...commands.map(row)].join('\n');
}

function row({ names, usage = '', changes }: CommandDefinition): string {
  const name = names.map((one) => `\`/${one}\``).join(' ');
  return `| ${name}${changes ? ' \u{1f512}' : ''} | ${usage ? `\`${usage.replaceAll('|', '\\|')}\`` : ''} | ${say(`menu-${names[0]}`)} |`;
}

function optionRow(name: OptionName): string {
  const values = OPTION_VALUES[name].map((value) => say(`option-${name}`, { value }).split(': ').at(-1));
  return `| ${say(`option-${name}`, { value: OPTION_VALUES[name][0] }).split(':')[0]} | ${values.join(', ')} |`;
}
