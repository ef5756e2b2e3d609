import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FluentResource } from '@fluent/bundle';
import { plain } from '../../message/rich_text.ts';
import { COMMANDS } from '../commands/all.ts';
import { helpText } from '../commands/help.ts';
import { chooseLanguage, FALLBACK, LANGUAGES, languageName, plainText, richText } from './texts.ts';

const SOURCES = join(import.meta.dirname, '..', '..');

/** Each message of a language with the variables in it. */
function readKeys(language: string): Map<string, Set<string>> {
  const source = readFileSync(join(import.meta.dirname, `${language}.ftl`), 'utf8');
  const variables = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    if ('type' in value && value.type === 'var' && 'name' in value) return [String(value.name)];
    return Object.values(value).flatMap(variables);
  };
  return new Map(new FluentResource(source).body.map(({ id, value }) => [id, new Set(variables(value))]));
}

/** Keys that a file of ours has more than once would hide each other. */
function countKeys(language: string): number {
  return readFileSync(join(import.meta.dirname, `${language}.ftl`), 'utf8').match(/^[a-z][\w-]* =/gm)!.length;
}

const english = readKeys(FALLBACK);

test('English, Russian and Persian are among the languages', () => {
  for (const language of ['en', 'fa', 'ru']) assert.ok(LANGUAGES.includes(language), language);
});

for (const language of LANGUAGES) {
  test(`${language} has every key, with the same variables, and no other`, () => {
    const keys = readKeys(language);
    assert.deepEqual([...keys.keys()].sort(), [...english.keys()].sort());
    assert.equal(countKeys(language), keys.size);
    for (const [key, variables] of keys) assert.deepEqual([...variables].sort(), [...english.get(key)!].sort(), key);
  });

  test(`${language} has a plural form for every number its language tells apart`, () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== 'other');
    for (const count of [0, 1, 2, 3, 5, 11, 21, 104]) {
      const text = plainText(language, 'resumed', { title: 'X', passed: count });
      assert.ok(
        count === 0 || text.includes(new Intl.NumberFormat(language).format(count)) || text.includes(String(count)),
      );
    }
    const source = readFileSync(join(import.meta.dirname, `${language}.ftl`), 'utf8');
    const items = /^resumed = [\s\S]*?^\}/m.exec(source)![0];
    for (const form of forms.filter((one) => one !== 'many'))
      assert.ok(items.includes(`[${form}]`), `${language} ${form}`);
  });

  test(`${language} describes every command within what Telegram takes`, () => {
    for (const { names } of COMMANDS) {
      const text = plainText(language, `menu-${names[0]}`);
      assert.ok(text.length > 0 && [...text].length <= 256, names[0]);
    }
  });
}

test('the help fits one message in every language', () => {
  for (const language of LANGUAGES) {
    const text = (key: string) => richText(language, key);
    const { text: help } = helpText({ text, label: (key: string) => text(key).text }, COMMANDS);
    assert.ok([...help].length <= 4096, `${language}: ${[...help].length}`);
  }
});

test('every key that the sources name literally is there', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(chat|delivery).*\.ts$/.test(name),
  );
  const named = files
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) => [
      ...readFileSync(join(SOURCES, name), 'utf8').matchAll(
        /(?:UserError|\breply|\btext|\blabel|button)\((?:context, )?'([a-z][\w-]+)'/g,
      ),
    ])
    .map((match) => match[1]!);
  assert.ok(named.length > 50);
  for (const key of named) assert.ok(english.has(key), key);
});

test('a language is found by its code, with or without a region', () => {
  assert.deepEqual(['ru', 'fa-IR', 'RU', 'pt-br', undefined].map(chooseLanguage), ['ru', 'fa', 'ru', 'en', 'en']);
  assert.equal(languageName('ru'), 'Русский');
});

test('rich arguments keep their entities, and text of others cannot pose as one', () => {
  const bold = { text: 'Bold', entities: [{ type: 'bold' as const, offset: 0, length: 4 }] };
  const rich = richText('en', 'card-filter', { filter: bold });
  assert.deepEqual(rich.entities, [{ type: 'bold', offset: 8, length: 4 }]);
  assert.equal(richText('en', 'card-topic', { topic: '\ue000{ $x }' }).text, 'Topic: { $x }');
  assert.equal(richText('en', 'card-filter', { filter: plain('') }).text, 'Filter: ');
});

test('a port is no amount', () => {
  assert.match(plainText('en', 'fault-port', { host: 'example.org', port: 18321 }), /^Port 18321 of/);
});

test('in a right-to-left language a Latin title does not turn the sentence', () => {
  assert.match(plainText('fa', 'unsubscribed', { title: 'Paper' }), /\u2068Paper\u2069/);
});
