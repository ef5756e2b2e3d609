// Every sentence a chat sees, out of the language files beside this one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { FeedFault } from '../../feed/fault.ts';
import type { Entity, RichText } from '../../message/part.ts';

export type TextArgs = Record<string, string | number | RichText>;

export const FALLBACK = 'en';
const RIGHT_TO_LEFT = new Set(['fa', 'ar', 'he', 'ur']);
const bundles = loadBundles();

export const LANGUAGES: readonly string[] = [...bundles.keys()].sort();

function loadBundles(): Map<string, FluentBundle> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ftl'));
  return new Map(files.map((file) => [file.slice(0, -'.ftl'.length), loadBundle(file)]));
}

function loadBundle(file: string): FluentBundle {
  const language = file.slice(0, -'.ftl'.length);
  // Isolating marks keep a Latin title from turning a right-to-left sentence around; elsewhere they would only be in the way.
  const bundle = new FluentBundle(language, { useIsolating: RIGHT_TO_LEFT.has(language) });
  const errors = bundle.addResource(new FluentResource(readFileSync(join(import.meta.dirname, file), 'utf8')));
  if (errors.length > 0) throw new Error(`${file} cannot be read`, { cause: errors[0] });
  return bundle;
}

/** The language of ours that fits a Telegram `language_code` (`pt-br`, `ru`), English where none does. */
export function chooseLanguage(code: string | undefined): string {
  const base = code?.toLowerCase().split('-')[0] ?? FALLBACK;
  return bundles.has(base) ? base : FALLBACK;
}

/** A language under its own name. */
export function languageName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

// Private-use characters stand for rich arguments while Fluent puts the sentence together, then give way to them.
const MARK_BASE = 0xe000;
const MARKS = /[\ue000-\uf8ff]/g;

/** A sentence with its variables filled in; variables may be rich text themselves. @throws when no language file has the key */
export function richText(language: string, key: string, args: TextArgs = {}): RichText {
  const rich: RichText[] = [];
  const plain = Object.entries(args).map(([name, value]): [string, string | number] => {
    if (typeof value === 'string') return [name, value.replace(MARKS, '')];
    if (typeof value === 'number') return [name, value];
    rich.push(value);
    return [name, String.fromCharCode(MARK_BASE + rich.length - 1)];
  });
  return fillMarks(format(language, key, Object.fromEntries(plain)), rich);
}

/** The same as plain text. */
export function plainText(language: string, key: string, args: TextArgs = {}): string {
  return richText(language, key, args).text;
}

/** What is wrong with a feed, in the words a reader gets. */
export function faultText(language: string, { code, ...args }: FeedFault): string {
  return plainText(language, `fault-${code}`, args);
}

function format(language: string, key: string, args: Record<string, string | number>): string {
  const bundle = [bundles.get(language), bundles.get(FALLBACK)].find((candidate) => candidate?.hasMessage(key));
  const pattern = bundle?.getMessage(key)?.value;
  if (!bundle || !pattern) throw new Error(`no language file has the text ${key}`);
  const errors: Error[] = [];
  const text = bundle.formatPattern(pattern, args, errors);
  if (errors.length > 0) throw new Error(`the text ${key} in ${language} cannot be filled in`, { cause: errors[0] });
  return text;
}

function fillMarks(pattern: string, rich: RichText[]): RichText {
  let text = '';
  const entities: Entity[] = [];
  for (const char of pattern) {
    const value = rich[char.charCodeAt(0) - MARK_BASE];
    if (value) entities.push(...value.entities.map((entity) => ({ ...entity, offset: entity.offset + text.length })));
    text += value ? value.text : char;
  }
  return { text, entities };
}
