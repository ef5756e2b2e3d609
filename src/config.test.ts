import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig, requireSettings, SETTINGS } from './config.ts';
import { StartError } from './errors.ts';

const README = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** The sentence that a set of variables is refused with. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof StartError);
    assert.equal(error.exitCode, 78);
    return error.message;
  }
  throw new Error('it was not refused');
}

test('the README’s table has every setting, with its default', () => {
  const rows = README.split('\n').filter((line) => /^\| `[A-Z_`, ]+` \|/.test(line));
  const described = new Map<string, string>();
  for (const row of rows) {
    const [, names, defaults] = row.split('|').map((cell) => cell.trim());
    const byName = names!.split(',').map((name) => name.trim().replaceAll('`', ''));
    const values = byName.length === 1 ? [defaults!] : defaults!.split(',').map((value) => value.trim());
    for (const [index, name] of byName.entries()) described.set(name, values[index]?.replaceAll('`', '') ?? '');
  }
  assert.deepEqual([...described.keys()].sort(), Object.keys(SETTINGS).sort());
  for (const [name, [byDefault]] of Object.entries(SETTINGS))
    if (byDefault) assert.equal(described.get(name), byDefault, name);
});

test('.env.example names every setting, all of them commented out', () => {
  const lines = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8').split('\n');
  const named = lines.map((line) => /^#? ?([A-Z_]+)=/.exec(line)?.[1]).filter(Boolean);
  assert.deepEqual(named.toSorted(), Object.keys(SETTINGS).sort());
  assert.ok(
    lines.every((line) => line === '' || line.startsWith('#')),
    'a copied file changes nothing',
  );
});

test('without variables everything has its default, and an empty variable counts as none', () => {
  const config = readConfig({ PORT: '', DATABASE_URL: '' });
  assert.equal(config.PORT, 8080);
  assert.equal(config.DATABASE_URL, undefined);
  assert.equal(config.FETCH_MAX_BYTES, 8 * 2 ** 20);
  assert.deepEqual(config.FETCH_ALLOW_PRIVATE, []);
  assert.deepEqual(config.warnings, []);
});

test('all faults are told at once, by name', () => {
  const message = refusal({
    PORT: 'many',
    REQUEST_TIMEOUT: '0',
    TELEGRAM_BOT_TOKEN: 'secret',
    DATABASE_URL: 'mysql://x/y',
    FETCH_ALLOW_PRIVATE: '10.0.0.0/8, 10.0.0.0/99',
    WORKER_CONCURRENCY: '20',
    WEBHOOK_DOMAIN: 'bot.example',
    WEBHOOK_SECRET: 'not a secret',
  });
  const faulty = message.split('\n').slice(1);
  assert.deepEqual(
    faulty.map((line) => /^ {2}([A-Z_]+): ./.exec(line)?.[1]),
    // The last one for what it is beside another; a secret that cannot be read is told once.
    [
      'DATABASE_URL',
      'TELEGRAM_BOT_TOKEN',
      'WEBHOOK_SECRET',
      'PORT',
      'FETCH_ALLOW_PRIVATE',
      'REQUEST_TIMEOUT',
      'DATABASE_POOL_SIZE',
    ],
  );
  assert.doesNotMatch(message, /secret/, 'a value may be one');
});

for (const [what, env, sentence] of [
  [
    'a pool that leaves no connection to spare',
    { DATABASE_POOL_SIZE: '12' },
    /DATABASE_POOL_SIZE: must be at least WORKER_CONCURRENCY \+ 3/,
  ],
  ['a least interval above the most', { SYNC_MIN_INTERVAL_SECONDS: '901' }, /SYNC_MIN_INTERVAL_SECONDS: is more than/],
  [
    'more messages a second than are free',
    { TELEGRAM_MESSAGES_PER_SECOND: '31' },
    /TELEGRAM_MESSAGES_PER_SECOND: Telegram allows 30/,
  ],
  ['a webhook that anyone could call', { WEBHOOK_DOMAIN: 'bot.example.org' }, /WEBHOOK_SECRET: needed/],
] as const) {
  test(`${what} is refused`, () => {
    assert.match(refusal(env), sentence);
  });
}

for (const [name, values, expected] of [
  ['FETCH_MAX_BYTES', ['0', '1023', '1025 MiB', '99999999999999999999'], 'expected 1 KiB to 1024 MiB'],
  ['FETCH_MAX_DECODED_BYTES', ['0 MiB'], 'expected 1 KiB to 1024 MiB'],
  ['REQUEST_TIMEOUT', ['0', '101', '0x10', '1e1', '1.5', '-1'], 'expected a whole number from 1 to 100'],
  ['DATABASE_URL', ['mysql://x', 'localhost'], 'expected postgres://…'],
  ['TELEGRAM_API_ROOT', ['ftp://x', 'x'], 'expected https://… or http://…'],
  ['HOST', ['not a host!'], 'expected an address or a name of this machine'],
] as const) {
  test(`${name}: ${values.join(', ')} is refused with what was expected`, () => {
    for (const value of values) assert.equal(refusal({ [name]: value }).split('\n  ')[1], `${name}: ${expected}`);
  });
}

test('the bounds of a setting are taken, and spaces around a number', () => {
  const config = readConfig({
    FETCH_MAX_BYTES: '1 KiB',
    FETCH_MAX_DECODED_BYTES: '1024MiB',
    PORT: ' 65535 ',
    HOST: '::1',
  });
  const { FETCH_MAX_BYTES, FETCH_MAX_DECODED_BYTES, PORT, HOST } = config;
  assert.deepEqual([FETCH_MAX_BYTES, FETCH_MAX_DECODED_BYTES, PORT, HOST], [2 ** 10, 2 ** 30, 65_535, '::1']);
});

test('el_monitorro’s names are read, with a warning that gives the new name', () => {
  const config = readConfig({
    TELEGRAM_BASE_URL: 'http://127.0.0.1:8081/bot',
    SYNC_INTERVAL_SECONDS: '60',
    SYNC_WORKERS_NUMBER: '4',
    TELEGRAM_BOT_HANDLE: 'some_bot',
  });
  assert.equal(config.TELEGRAM_API_ROOT, 'http://127.0.0.1:8081');
  assert.deepEqual([config.SYNC_MIN_INTERVAL_SECONDS, config.SYNC_MAX_INTERVAL_SECONDS], [60, 60]);
  assert.equal(config.warnings.length, 4);
  assert.match(config.warnings[0]!, /^TELEGRAM_BASE_URL is el_monitorro's name: read as TELEGRAM_API_ROOT/);
  assert.match(
    config.warnings.at(-1)!,
    /^SYNC_WORKERS_NUMBER of el_monitorro means nothing here: set WORKER_CONCURRENCY/,
  );
});

test('a new name counts more than the old one', () => {
  assert.equal(
    readConfig({ SYNC_INTERVAL_SECONDS: '300', SYNC_MAX_INTERVAL_SECONDS: '600' }).SYNC_MAX_INTERVAL_SECONDS,
    600,
  );
});

test('a process without what it needs gets the sentence for it', () => {
  assert.throws(
    () => requireSettings(readConfig({}), ['DATABASE_URL']),
    /^StartError: DATABASE_URL is not set|DATABASE_URL is not set/,
  );
  assert.equal(
    requireSettings(readConfig({ DATABASE_URL: 'postgres://h/d' }), ['DATABASE_URL']).DATABASE_URL,
    'postgres://h/d',
  );
});
