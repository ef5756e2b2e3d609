// A table of Markdown, cells padded as the formatter wants it. Pure.

export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => [...row[column]!].length)));
  const write = (row: string[], fill = ' ') =>
    `| ${row.map((cell, column) => cell + fill.repeat(widths[column]! - [...cell].length)).join(' | ')} |`;
  const rule = head.map(() => '');
  return [write(head), write(rule, '-'), ...rows.map((row) => write(row))].join('\n');
}

export const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
