import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

const GUARD = join(import.meta.dirname, '..', 'guard.cjs');

function runAs(version: string) {
  const program = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require(${JSON.stringify(GUARD)})`;
  return spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
}

test('an older Node is told what to run', () => {
  const { status, stderr } = runAs('20.11.1');
  assert.equal(status, 78);
  assert.match(stderr, /^feedherald needs Node 24, and this is Node 20\.11\.1\. Run `npm ci --include=dev`/);
});

test('every npm script that runs Node reads the guard before anything that an older one does not know', () => {
  const manifest = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
  for (const script of Object.values(scripts))
    if (/\bnode\b/.test(script)) assert.match(script, /^node ((--expose-gc )?-r \.\/guard\.cjs [^-]|guard\.cjs && )/);
});

test('Node 24 and what follows pass', () => {
  for (const version of ['24.0.0', '26.1.0']) assert.equal(runAs(version).status, 0, version);
});

test('a process has threads for sixteen names at once, or as many as its operator says', () => {
  const program = 'console.log(process.env.UV_THREADPOOL_SIZE)';
  const sizeWith = (given: string) => {
    const env = { ...process.env, UV_THREADPOOL_SIZE: given };
    return spawnSync(process.execPath, ['-r', GUARD, '-e', program], { encoding: 'utf8', env }).stdout.trim();
  };
  assert.equal(sizeWith(''), '16');
  assert.equal(sizeWith('40'), '40');
});

test('what npm started is told to end when only npm was', async () => {
  const program = `process.on('SIGTERM', () => { console.log('told'); process.exit(0); }); setTimeout(() => undefined, 30000); console.log('ready')`;
  // `true` keeps any shell from becoming the program it was asked for.
  const shell = spawn('sh', ['-c', '"$0" -r "$1" -e "$2"; true', process.execPath, GUARD, program], {
    env: { ...process.env, npm_lifecycle_event: 'worker' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  for await (const line of createInterface(shell.stdout)) {
    said.push(line);
    if (line === 'ready') shell.kill('SIGTERM');
  }
  assert.deepEqual(said, ['ready', 'told']);
});
