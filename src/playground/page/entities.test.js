import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findLinks, nestEntities } from './entities.js';

const found = (text, entities = []) =>
  findLinks(text, entities).map(({ type, offset, length }) => [type, text.slice(offset, offset + length)]);

test('addresses, mentions, hashtags and commands are found without their punctuation', () => {
  assert.deepEqual(found('See https://example.org/a_(b). Or (https://example.org/c)!'), [
    ['url', 'https://example.org/a_(b)'],
    ['url', 'https://example.org/c'],
  ]);
  assert.deepEqual(found('www.example.org, me@example.org'), [
    ['url', 'www.example.org'],
    ['email', 'me@example.org'],
  ]);
  assert.deepEqual(found('@some_bot #новости #12 /help@some_bot and/or 1/2'), [
    ['mention', '@some_bot'],
    ['hashtag', '#новости'],
    ['bot_command', '/help@some_bot'],
  ]);
});

test('nothing is found inside code or a link', () => {
  assert.deepEqual(found('see #tag here', [{ type: 'code', offset: 0, length: 13 }]), []);
  assert.deepEqual(found('see #tag here', [{ type: 'bold', offset: 0, length: 13 }]), [['hashtag', '#tag']]);
});

test('a quote holds the bold that covers the same words', () => {
  const marks = ['bold', 'blockquote'].map((type) => ({ type, offset: 0, length: 5 }));
  const [quote] = nestEntities('words', marks);
  assert.equal(quote.entity.type, 'blockquote');
  assert.equal(quote.children[0].entity.type, 'bold');
});

/** Each character with the set of entities above it. */
function flatten(nodes, above = []) {
  return nodes.flatMap((node) =>
    typeof node === 'string'
      ? [...Array(node.length).keys()].map((at) => [node[at], [...above].sort().join()])
      : flatten(node.children, above.includes(node.entity.type) ? above : [...above, node.entity.type]),
  );
}

test('whatever the entities, the text stays whole and each character keeps exactly its own', () => {
  const entity = fc.record({
    type: fc.constantFrom('bold', 'italic', 'blockquote', 'text_link', 'spoiler'),
    offset: fc.integer({ min: -2, max: 30 }),
    length: fc.integer({ min: 0, max: 30 }),
  });
  const property = fc.property(
    fc.string({ maxLength: 25, unit: 'binary' }),
    fc.array(entity, { maxLength: 8 }),
    (text, entities) => {
      const wanted = [...Array(text.length).keys()].map((at) => {
        const above = entities.filter(({ offset, length }) => offset >= 0 && at >= offset && at < offset + length);
        return [text[at], [...new Set(above.map(({ type }) => type))].sort().join()];
      });
      assert.deepEqual(flatten(nestEntities(text, entities)), wanted);
    },
  );
  fc.assert(property, { numRuns: 300 }); // a failure prints its seed
});
