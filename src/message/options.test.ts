import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_OPTIONS, type OptionsSet, resolveOptions } from './options.ts';

test('a subscription overrides its chat, and the chat our defaults', () => {
  const resolved = resolveOptions({ media: 'off', language: 'pl', silent: true }, { media: 'only', silent: false });
  assert.deepEqual(resolved, { ...DEFAULT_OPTIONS, media: 'only', language: 'pl', silent: false });
  assert.deepEqual(resolveOptions({}, { media: undefined }), DEFAULT_OPTIONS);
});

test('a template that is set is used until another mode is chosen on the same level or below', () => {
  const cases: [OptionsSet, OptionsSet, string][] = [
    [{}, { template: '{{bot_date}}' }, 'template'],
    [{ template: '{{bot_date}}' }, {}, 'template'],
    [{ template: '{{bot_date}}' }, { mode: 'full' }, 'full'],
    [{ mode: 'full' }, { template: '{{bot_date}}' }, 'template'],
    [{ mode: 'title', template: '{{bot_date}}' }, {}, 'title'],
    [{ mode: 'template' }, {}, 'auto'],
    [{}, {}, 'auto'],
  ];
  for (const [chat, subscription, mode] of cases) assert.equal(resolveOptions(chat, subscription).mode, mode);
});
