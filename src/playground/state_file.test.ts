import assert from 'node:assert/strict';
import { on } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createPlayground } from './server.ts';
import { startBot, TOKEN } from './testing.ts';

const root = await mkdtemp(join(tmpdir(), 'playground-'));
// Not with its test: a playground writes once more when it closes.
after(() => rm(root, { recursive: true, force: true }));

/** In a folder of its own. */
async function newStateFile(): Promise<string> {
  return join(await mkdtemp(join(root, 'state-')), 'state.json');
}

test('people, chats, messages, files, waiting updates and ids outlive a restart', async (t) => {
  const stateFile = await newStateFile();
  const before = await startBot(t, { stateFile });
  const { playground } = before;
  const person = playground.createPerson({ firstName: 'Dia' });
  const supergroup = playground.migrate(playground.chats.group);
  playground.say(person, person, '/waiting');
  const kept = await before.send({ chat_id: playground.chats.private.id, text: '<b>kept</b>', parse_mode: 'HTML' });
  const bytes = Buffer.from('<opml/>');
  const { document } = playground.sendFile(person, person, { name: 'a.opml', type: 'text/xml', bytes });
  await before.call('setMyCommands', { commands: [{ command: 'help', description: 'x' }] });
  const told = await before.updates();
  await playground.close();

  const later = await startBot(t, { stateFile });
  assert.deepEqual(later.playground.messagesIn(playground.chats.private), [kept]);
  assert.deepEqual(await later.updates(), told);
  assert.equal(later.playground.chats.group.migratedTo, supergroup.id);
  assert.equal(later.playground.world.people.get(person.id)?.first_name, 'Dia');
  assert.deepEqual(later.playground.world.files.get(document?.file_id ?? '')?.bytes, bytes);
  assert.deepEqual((await later.call('getMyCommands')).result, [{ command: 'help', description: 'x' }]);

  const next = await later.send({ chat_id: playground.chats.private.id, text: 'next' });
  assert.equal(next.message_id, kept.message_id + 1);
  assert.equal(later.playground.textsIn(playground.chats.private).length, 2);
  assert.ok(
    (await later.call('editMessageText', { chat_id: next.chat.id, message_id: kept.message_id, text: 'x' })).ok,
  );
  later.playground.say(person, person, '/more');
  const last = (await later.updates()).at(-1)?.update_id ?? 0;
  assert.ok(last > (told.at(-1)?.update_id ?? 0));
});

test('a change reaches the file without a clean end, and ids then leave a gap', async (t) => {
  const stateFile = await newStateFile();
  const running = await startBot(t, { stateFile });
  const chat_id = running.playground.chats.private.id;
  const writes = on(running.playground.world.events, 'written');
  const { message_id } = await running.send({ chat_id, text: 'kept' });
  let saved = '';
  for await (const _write of writes) {
    saved = await readFile(stateFile, 'utf8');
    if (saved.includes('"kept"')) break;
  }
  // What a killed process would have left.
  const copy = `${stateFile}.copy`;
  await writeFile(copy, saved);

  const later = await startBot(t, { stateFile: copy });
  const next = await later.send({ chat_id, text: 'next' });
  assert.ok(next.message_id > message_id + 100);
});

test('the file is written beside its place, readable by its owner alone', async (t) => {
  const stateFile = await newStateFile();
  const { playground } = await startBot(t, { stateFile });
  playground.say(playground.chats.private, playground.people.owner, 'x');
  await playground.close();
  assert.equal((await stat(stateFile)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(join(stateFile, '..')), ['state.json']);
});

test('a file that is no state stops the start and is left as it is', async () => {
  const stateFile = await newStateFile();
  for (const text of ['{"version":2}', 'nonsense']) {
    await writeFile(stateFile, text);
    assert.throws(() => createPlayground({ token: TOKEN, stateFile }));
    assert.equal(await readFile(stateFile, 'utf8'), text);
  }
});
