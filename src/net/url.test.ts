import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followLocation, hostnameOf, readHop, withoutCredentials } from './url.ts';

const BASIC = `Basic ${Buffer.from('me:pass').toString('base64')}`;

test('credentials become a header and leave the URL', () => {
  const hop = readHop('https://me:pass@example.org/feed?a=1#top');
  assert.equal(hop?.url.href, 'https://example.org/feed?a=1');
  assert.equal(hop?.authorization, BASIC);
  assert.equal(readHop('https://example.org/')?.authorization, null);
});

test('credentials may hold any character, escaped or not', () => {
  const sent = (url: string) => Buffer.from(readHop(url)!.authorization!.slice('Basic '.length), 'base64').toString();
  assert.equal(sent('https://m%40e:p%3Aä%2F@example.org/'), 'm@e:p:ä/');
  assert.equal(sent('https://me:100%@example.org/'), 'me:100%');
  assert.equal(sent('https://key@example.org/'), 'key:');
});

test('credentials follow a redirect to the same host only, and never out of https', () => {
  const follow = (from: string, to: string) => followLocation(readHop(from)!, to)?.authorization ?? null;
  assert.equal(follow('https://me:pass@example.org/a', '/b'), BASIC);
  assert.equal(follow('http://me:pass@example.org/a', 'https://example.org/b'), BASIC);
  assert.equal(follow('https://me:pass@example.org/a', 'http://example.org/b'), null);
  assert.equal(follow('https://me:pass@example.org/a', 'https://other.org/b'), null);
  assert.equal(follow('https://me:pass@example.org/a', 'https://www.example.org/b'), null);
  assert.equal(follow('https://me:pass@example.org/a', 'https://example.org:8443/b'), null);
  assert.equal(follow('https://example.org/a', 'https://they:chose@example.org/b'), null);
});

test('a Location is resolved, also when it holds raw UTF-8, and its fragment is dropped', () => {
  const follow = (to: string) => followLocation(readHop('https://example.org/a/b')!, to)?.url.href;
  assert.equal(follow('c?d#e'), 'https://example.org/a/c?d');
  assert.equal(follow(Buffer.from('/ä').toString('latin1')), 'https://example.org/%C3%A4');
  assert.equal(follow('//other.org'), 'https://other.org/');
  assert.equal(follow('http://['), undefined);
});

test('a URL is shown without its credentials, and what is no URL is not shown', () => {
  assert.equal(withoutCredentials('https://me:pass@example.org/feed#x'), 'https://example.org/feed#x');
  assert.equal(withoutCredentials('me:pass@example.org'), '');
  assert.equal(withoutCredentials('https://me:pass@'), '');
});

test('a host has one name however it is written', () => {
  for (const url of ['http://Example.ORG/', 'https://example.org.:8080/', 'http://u:p@example.org']) {
    assert.equal(hostnameOf(url), 'example.org', url);
  }
  assert.equal(hostnameOf('http://[::1]:80/'), '::1');
  assert.equal(hostnameOf('nonsense'), null);
});
