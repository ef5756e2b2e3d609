// The direction of imports: entries and tasks -> chat, delivery, feed, web -> message, telegram, net -> store -> the base.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..');

/** What each room may import from, beside itself and BASE. Whatever is not a room of src/ is an entry and may import any of them. */
const MAY_IMPORT: Record<string, string[]> = {
  chat: ['feed', 'delivery', 'message', 'telegram', 'net', 'store'],
  delivery: ['message', 'telegram', 'net', 'store'],
  feed: ['net', 'store'],
  web: ['telegram', 'store'],
  message: ['store'], // types of items
  telegram: ['message', 'store'], // types of parts
  net: [],
  store: [],
  embedded: [],
  playground: [],
};
/** Files that all may import. */
const BASE = ['config', 'allow_private', 'log', 'errors', 'payload', 'db', 'patience', 'until_first'];
/** These decide nothing and know nobody; the payloads name ids of the store. */
const BASE_MAY_IMPORT: Record<string, string[]> = { payload: ['store'] };

type Import = { from: string; to: string; isTypeOnly: boolean };

/** Every import of one file of ours by another, tests left out; paths from src/, in the form `room/file`. */
function readImports(): Import[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.split(sep).join('/'));
  return files.flatMap((file) => {
    const text = readFileSync(join(ROOT, 'src', file), 'utf8');
    const lines = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^;'"]*?from\s+)?'(\.[^']+)'/gm);
    return [...lines].map(([, type, path]) => ({
      from: file,
      to: relative(join(ROOT, 'src'), join(ROOT, 'src', dirname(file), path!))
        .split(sep)
        .join('/'),
      isTypeOnly: type !== undefined,
    }));
  });
}

const roomOf = (path: string) => (path.includes('/') ? path.split('/')[0]! : null);
const nameOf = (path: string) => path.replace(/\.ts$/, '');
const isForTests = (path: string) => /(^|[/_])testing(\/|\.ts$)/.test(path);

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  if (isForTests(from)) return true;
  if (isForTests(to)) return false;
  if (to === '../package.json') return true; // our name and version
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === null) {
    if (!BASE.includes(nameOf(from))) return there !== 'playground' || from === 'main.ts';
    return (
      (there === null && BASE.includes(nameOf(to))) ||
      (isTypeOnly && (BASE_MAY_IMPORT[nameOf(from)] ?? []).includes(there!))
    );
  }
  if (there === null) return BASE.includes(nameOf(to)) && here !== 'playground';
  if (here === there) return true;
  return MAY_IMPORT[here]?.includes(there) ?? false;
}

test('imports run one way', () => {
  const imports = readImports();
  assert.ok(imports.length > 200, 'the import lines were found');
  const wrong = imports.filter((line) => !isAllowed(line)).map(({ from, to }) => `${from} imports ${to}`);
  assert.deepEqual(wrong, []);
});

test('only src/telegram knows telegraf, and only src/net opens foreign URLs', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const importers = (library: string) =>
    files
      .filter((file) => new RegExp(`from '${library}'`).test(readFileSync(join(ROOT, 'src', file), 'utf8')))
      .map((file) => roomOf(file.split(sep).join('/')));
  assert.deepEqual([...new Set(importers('telegraf'))], ['telegram']);
  assert.deepEqual([...new Set(importers('undici'))], ['net']);
});

test('tasks are thin: a payload in, one call', () => {
  for (const file of readdirSync(join(ROOT, 'tasks'))) {
    const lines = readFileSync(join(ROOT, 'tasks', file), 'utf8')
      .trimEnd()
      .split('\n');
    assert.ok(lines.length <= 25, `${file} has ${lines.length} lines`);
  }
});
