import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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

test('Node 24 and what follows pass', () => {
  for (const version of ['24.0.0', '26.1.0']) assert.equal(runAs(version).status, 0, version);
});
