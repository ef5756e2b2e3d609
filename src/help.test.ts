import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
/** The scripts that run a file of ours; `docs` takes nothing and has nothing to explain. */
const OURS = Object.entries(scripts).filter(([name, line]) => /(src|bench)\/\w+\.ts/.test(line) && name !== 'docs');

function run(line: string, ...args: string[]) {
  const [, ...given] = line.split(' ');
  const env = { PATH: process.env.PATH }; // no settings, so that what starts all the same is seen to
  return spawnSync(process.execPath, [...given, ...args], { cwd: ROOT, env, encoding: 'utf8', timeout: 30_000 });
}

for (const [name, line] of OURS)
  test(`npm run ${name} -- --help says how it is called, and does nothing else`, () => {
    const { status, stdout, stderr } = run(line, '--help');
    const { said, other } = name === 'read' ? { said: stderr, other: stdout } : { said: stdout, other: stderr };
    assert.equal(status, 0, stderr);
    assert.match(said, /^usage: npm (run )?[\w:]+\b.*\n\n {2}\S/);
    assert.equal(other, '');
  });

test('a bench that is asked for what it cannot do says so, and how it is called', () => {
  const mistakes: [bench: string, args: string[], sentence: RegExp][] = [
    ['bench:sync', ['--only', 'old'], /^--only takes same or news, not 'old'\n/],
    ['bench:sync', ['--rounds', 'many'], /^--rounds takes a number of zero or more, not 'many'\n/],
    ['bench:deliver', ['--only', 'latency,luck'], /^Nothing to measure is called 'luck'\.\n/],
    ['bench:schedule', ['--sed', '2'], /^Unknown option '--sed'/],
    ['chaos', ['--minutes=-1'], /^--minutes takes a number of zero or more, not '-1'\n/],
    ['gallery', ['no-such-sample'], /^No sample is called 'no-such-sample'\.\n/],
  ];
  for (const [bench, args, sentence] of mistakes) {
    const { status, stdout, stderr } = run(scripts[bench]!, ...args);
    assert.equal(status, 64, bench);
    assert.match(stderr, sentence);
    assert.match(stderr, /\n\nusage: npm run /);
    assert.equal(stdout, '');
  }
});

test('npm run score without a folder is one sentence', () => {
  const { status, stderr } = run(scripts.score!);
  assert.equal(status, 78);
  assert.equal(stderr, 'npm run score needs the folder of the corpora: npm run score -- CORPORA_FOLDER\n');
});
