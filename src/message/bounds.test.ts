// What is read of a document, however it is made.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHtml } from './html.ts';
import { isElement, type ParentNode, parseTree } from './html_tree.ts';

const read = (html: string) => readHtml(html, 'https://site.example/posts/1');

function countElements(parent: ParentNode): number {
  return parent.childNodes.filter(isElement).reduce((count, child) => count + 1 + countElements(child), 0);
}

test('a document longer than is read says so', () => {
  assert.equal(read('x '.repeat(600_000)).isTruncated, true);
  assert.equal(read('x').isTruncated, false);
});

test('a document of more tags than any message shows is left where they are too many, and says so', () => {
  for (const piece of ['<p>w', '<p>w</p>', '<i>w</i>', '<!-- -->w', '</p>w']) {
    const { rich, isTruncated } = read(piece.repeat(31_000));
    assert.equal(isTruncated, true, piece);
    assert.ok(rich.text.replace(/\W/g, '').length >= 9_900, piece);
    assert.equal(read(piece.repeat(9_900)).isTruncated, false, piece);
  }
});

test('elements that a parser nests however they are written are nested no deeper than can be walked', () => {
  const pieces = ['<div>w', '<div/>w', '<section/>w', '<b/>w<p/>', '<a href="/x">w<div>', '<object>w', '<ruby><rt>w'];
  const foreign = ['<g/>w', '<g>w', '<input>w', '<source>w', '<wbr>w', '<link>w', '<mtext><b>w', '<desc><div/>w'];
  for (const piece of pieces) assert.match(read(piece.repeat(9_000)).rich.text, /w/, piece);
  for (const around of ['<svg>', '<math>', '<svg><desc>', '<math><mtext>']) {
    for (const piece of foreign)
      assert.equal(read(`a${around}${piece.repeat(9_000)}`).rich.text[0], 'a', around + piece);
  }
});

test('styles that stay open are not made anew in each paragraph without end', () => {
  const open = '<p><b><i><u><s><strong><em><code><strike><a href="/x">';
  for (const paragraph of ['<p>w', '<p>w</p>', '<object>w</object>', '<table><tr><td>w']) {
    const { root, isTruncated } = parseTree(open + paragraph.repeat(20_000));
    assert.equal(isTruncated, true, paragraph);
    assert.ok(countElements(root) <= 31_000, paragraph);
  }
});

test('a table of more cells than any message shows, spans counted, is read as lines', () => {
  const table = (rows: number) => `<table>${'<tr><td colspan=3>a</td><td>b</td></tr>'.repeat(rows)}</table>`;
  assert.equal(read(table(500)).rich.text, 'a      b\n'.repeat(500).trim());
  assert.equal(read(table(501)).rich.text, 'a\nb\n'.repeat(501).trim());
});

test('a picture looks for its source among its first nodes only', () => {
  const picture = (before: number) =>
    read(`<picture>${'<i></i>'.repeat(before)}<source srcset="/p.webp 1000w"><img></picture>`).media.length;
  assert.deepEqual([picture(0), picture(49), picture(50)], [1, 1, 0]);
});

test('of a page of pictures and films five hundred are read', () => {
  const many = Array.from({ length: 400 }, (_, n) => `<img src="/${n}.jpg"><video src="/${n}.mp4"></video>`).join('');
  assert.equal(read(many).media.length, 500);
});
