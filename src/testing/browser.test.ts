import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from './browser.ts';
import { copyCheckout, leaveOut } from './checkout.ts';
import { startCommand } from './processes.ts';

test('a browser starts and draws although the folder for temporary files does not exist', async () => {
  process.env.TMPDIR = '/nonexistent';
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<h1>Hello</h1>');
    assert.equal(await page.textContent('h1'), 'Hello');
    assert.ok((await page.screenshot()).length > 1000);
  } finally {
    await browser.close();
  }
});

test('two browsers asked for at once both start', async () => {
  const browsers = await Promise.all([launchBrowser(), launchBrowser()]);
  assert.deepEqual(
    browsers.map((browser) => browser.isConnected()),
    [true, true],
  );
  await Promise.all(browsers.map((browser) => browser.close()));
});

test('unpacking leaves the environment of the test as it was', async () => {
  const { LD_LIBRARY_PATH, FONTCONFIG_PATH, HOME } = process.env;
  await (await launchBrowser()).close();
  assert.deepEqual(
    [process.env.LD_LIBRARY_PATH, process.env.FONTCONFIG_PATH, process.env.HOME],
    [LD_LIBRARY_PATH, FONTCONFIG_PATH, HOME],
  );
  assert.equal(process.env.AWS_LAMBDA_JS_RUNTIME, undefined);
});

const isFromNpm = process.platform === 'linux' && process.arch === 'x64';
test('without the browser from npm it is said what to run', { skip: !isFromNpm }, async (t) => {
  const folder = copyCheckout(t);
  leaveOut(folder, '@sparticuz');
  const program = `import('./src/testing/browser.ts')
    .then(({ launchBrowser }) => launchBrowser())
    .catch(({ message }) => console.log(message))`;
  const started = startCommand(t, [process.execPath, '-e', program], { folder });
  await started.ended;
  assert.match(started.output(), /^No browser for the tests: run `npm ci` without `--omit=dev`.+\n$/);
});
