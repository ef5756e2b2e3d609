import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter } from '../message/filter/parse_filter.ts';
import { parseTemplate } from '../message/template/parse_template.ts';
import { FILTER_PARTS, HELPER_EXAMPLES } from './describe_writing.ts';

test('every example of a filter and of a template is one that can be set', () => {
  for (const [part] of FILTER_PARTS) assert.equal(parseFilter(part, { maxClauses: 1 }).kind, 'ok', part);
  for (const [helper, [example]] of Object.entries(HELPER_EXAMPLES)) {
    assert.ok(example.includes(helper));
    const template = example.startsWith('(') ? `{{#if ${example}}}x{{/if}}` : example;
    assert.equal(parseTemplate(template).kind, 'ok', example);
  }
});
