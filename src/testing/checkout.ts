// A copy of this checkout, so that a test can run `npm start` without touching the data of the one it runs in.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync, unlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');
const FILES = ['package.json', 'guard.cjs', 'graphile.config.ts', 'crontab', 'Procfile', 'sql', 'src', 'tasks'];

/** @returns the folder of a copy that only its owner may enter, as below a 0700 home; it goes with the test */
export function copyCheckout(t: TestContext): string {
  const parent = join(ROOT, '.data', 'tests');
  mkdirSync(parent, { recursive: true });
  const home = mkdtempSync(join(parent, `${process.pid}-`)); // 0700
  t.after(() => rm(home, { recursive: true, force: true }));
  const folder = join(home, 'feedherald');
  mkdirSync(folder);
  for (const file of FILES) cpSync(join(ROOT, file), join(folder, file), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Have npm left out the packages of `scope` in a copy. Empty folders stand for them: else the modules above would be looked through. */
export function leaveOut(folder: string, scope: string): void {
  const modules = join(folder, 'node_modules');
  const whole = realpathSync(modules);
  unlinkSync(modules);
  mkdirSync(modules);
  for (const name of readdirSync(whole)) if (name !== scope) symlinkSync(join(whole, name), join(modules, name));
  for (const name of readdirSync(join(whole, scope))) mkdirSync(join(modules, scope, name), { recursive: true });
}
