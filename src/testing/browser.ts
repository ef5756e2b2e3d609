// A headless browser for tests and screenshots that comes from npm alone: nothing on the machine is needed but libc.
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserType } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../../.data/browser/', import.meta.url));

// Tests run beside each other on few cores and often without a way out: no start-up calls home, no GPU probing.
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--font-render-hinting=none',
];
// Containers rarely offer user namespaces, and root never gets Chromium's sandbox.
const CONTAINED = ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage'];

const ADVICE =
  'No browser for the tests: run `npm ci` without `--omit=dev` (Linux on x64), or install Google Chrome on this machine.';

/**
 * Start a headless Chromium: the one from npm on Linux x64 (@sparticuz/chromium publishes no other build to npm),
 * an installed Chrome elsewhere. The caller closes it.
 * @throws Error whose message says in one sentence what to install, when there is neither
 */
export async function launchBrowser(): Promise<Browser> {
  await mkdir(FOLDER, { recursive: true });
  // Playwright keeps its profiles in os.tmpdir(), which reads TMPDIR on each call; /tmp need not be writable.
  process.env.TMPDIR = FOLDER;
  const chromium = await importPlaywright();
  if (process.platform === 'linux' && process.arch === 'x64') return launchFromNpm(chromium);
  return launchInstalled(chromium);
}

async function importPlaywright(): Promise<BrowserType> {
  try {
    return (await import('playwright-core')).chromium;
  } catch (cause) {
    throw new Error(ADVICE, { cause });
  }
}

async function launchInstalled(chromium: BrowserType): Promise<Browser> {
  try {
    return await chromium.launch({ channel: 'chrome', args: QUIET });
  } catch (cause) {
    throw new Error(ADVICE, { cause });
  }
}

let unpacking: Promise<string> | undefined;

async function launchFromNpm(chromium: BrowserType): Promise<Browser> {
  unpacking ??= unpackOnce();
  const home = await unpacking;
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: [...QUIET, ...CONTAINED],
    env: {
      PATH: '/usr/bin:/bin',
      HOME: home,
      TMPDIR: FOLDER,
      // The bundled NSS, NSPR and expat: a bare Debian has none of them.
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  });
}

/**
 * Unpack into a fresh folder and rename it into place, so that test files running at once never start half a browser.
 * @returns the folder that holds `chromium`, its libraries and fonts
 */
async function unpackOnce(): Promise<string> {
  const home = join(FOLDER, `chromium-${await readVersion()}`);
  if (await exists(join(home, 'chromium'))) return home;
  const fresh = await mkdtemp(join(FOLDER, 'unpack-'));
  try {
    await unpackInto(fresh);
    await writeFile(join(fresh, 'fonts.conf'), describeFonts(home));
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(join(home, 'chromium')))) throw error; // else another test file was quicker
  }
  return home;
}

/** The package takes its settings from the environment, at import, and changes it: lend it one and take it back. */
async function unpackInto(folder: string): Promise<void> {
  const before = { ...process.env };
  // Without a Lambda's name @sparticuz/chromium leaves its own NSS libraries packed.
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    await packed.executablePath();
  } catch (cause) {
    throw new Error(ADVICE, { cause });
  } finally {
    for (const name of ['TMPDIR', 'AWS_LAMBDA_JS_RUNTIME', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

async function readVersion(): Promise<string> {
  try {
    const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
    const manifest = JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    return manifest.version;
  } catch (cause) {
    throw new Error(ADVICE, { cause });
  }
}

/** The bundled configuration names /tmp; this one names our folder, and the machine's fonts for other scripts. */
function describeFonts(home: string): string {
  const escapeXml = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const folders = [join(home, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'].map(escapeXml);
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  ${folders.map((folder) => `<dir>${folder}</dir>`).join('\n  ')}
  <cachedir>${escapeXml(join(home, 'fonts-cache'))}</cachedir>
</fontconfig>
`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
