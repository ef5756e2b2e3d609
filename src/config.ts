// The only reader of process.env: every setting with its default, checked at once, as one frozen object.
import { z } from 'zod';
import { parseAllowPrivate } from './allow_private.ts';
import { StartError } from './errors.ts';

function wholeNumber(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  const digits = z.string().trim().regex(/^\d+$/, expected);
  return digits.transform(Number).refine((value) => value >= min && value <= max, expected);
}

const flag = z.enum(['on', 'off', 'true', 'false', '1', '0']).transform((word) => ['on', 'true', '1'].includes(word));

const UNITS = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20 };
const bytes = z
  .string()
  .regex(/^\d+ ?(KiB|MiB)?$/, 'expected a number of bytes, or one with KiB or MiB')
  .transform((text) => Number.parseInt(text, 10) * UNITS[text.replace(/[\d ]/g, '') as keyof typeof UNITS])
  .refine((value) => value >= UNITS.KiB && value <= 1024 * UNITS.MiB, 'expected 1 KiB to 1024 MiB');

const telegramId = z.string().regex(/^\d+$/, 'expected the number of a Telegram user').optional();

/**
 * Every setting: its default as one would type it (undefined: unset, or depends on the process), how it is read, and what it means.
 * The README's table is held against this by a test.
 */
export const SETTINGS = {
  DATABASE_URL: [undefined, z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://…' }).optional()],
  DATABASE_POOL_SIZE: ['15', wholeNumber(4, 1000)],
  WORKER_CONCURRENCY: ['10', wholeNumber(1, 997)],
  TELEGRAM_BOT_TOKEN: [
    undefined,
    z
      .string()
      .regex(/^\d+:[\w-]+$/, 'expected the token that @BotFather gave')
      .optional(),
  ],
  TELEGRAM_API_ROOT: [
    'https://api.telegram.org',
    z.url({ protocol: /^https?$/, error: 'expected https://… or http://…' }),
  ],
  WEBHOOK_DOMAIN: [undefined, z.string().min(1).optional()],
  WEBHOOK_SECRET: [
    undefined,
    z
      .string()
      .regex(/^[\w-]{1,256}$/, 'expected 1-256 of A-Z a-z 0-9 _ -')
      .optional(),
  ],
  HOST: [
    undefined,
    z
      .string()
      .regex(/^[\w.:%-]+$/, 'expected an address or a name of this machine')
      .optional(),
  ],
  PORT: ['8080', wholeNumber(0, 65535)],
  ADMIN_PASSWORD: [undefined, z.string().min(8, 'expected at least 8 characters').optional()],
  OWNER_TELEGRAM_ID: [undefined, telegramId],
  ADMIN_TELEGRAM_ID: [undefined, telegramId],
  FETCH_ALLOW_PRIVATE: [
    '',
    z
      .string()
      .transform((list) =>
        list
          .split(',')
          .map((entry) => entry.trim())
          .filter(Boolean),
      )
      .refine((entries) => parseAllowPrivate(entries).bad.length === 0, {
        error: ({ input }) =>
          `expected host, host:port or CIDR, not ${parseAllowPrivate(input as string[]).bad.join(', ')}`,
      }),
  ],
  REQUEST_TIMEOUT: ['30', wholeNumber(1, 100)],
  FETCH_MAX_BYTES: ['8 MiB', bytes],
  FETCH_MAX_DECODED_BYTES: ['15 MiB', bytes],
  HOST_CONCURRENCY: ['2', wholeNumber(1, 100)],
  SYNC_MIN_INTERVAL_SECONDS: ['60', wholeNumber(1, 86_400)],
  SYNC_MAX_INTERVAL_SECONDS: ['900', wholeNumber(1, 86_400)],
  INITIAL_ITEMS: ['3', wholeNumber(0, 10)],
  SUBSCRIPTION_LIMIT: ['100', wholeNumber(1, 100_000)],
  FILTER_LIMIT: ['20', wholeNumber(1, 1000)],
  TELEGRAM_MESSAGES_PER_SECOND: ['28', wholeNumber(1, 1000)],
  TELEGRAM_PAID_BROADCAST: ['off', flag],
  LOG_LEVEL: ['info', z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])],
  NODE_ENV: [undefined, z.string().optional()],
} as const satisfies Record<string, readonly [string | undefined, z.ZodType]>;

type Settings = { [Name in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[Name][1]> };
export type Config = Readonly<Settings> & {
  /** sentences for the log: settings of el_monitorro that were read under their new names, or mean nothing here */
  readonly warnings: readonly string[];
};

// el_monitorro's names: ours that takes the value, and what becomes of it. No entry on the right: it means nothing here.
const OLD_NAMES: Record<string, { names: (keyof Settings)[]; value?: (old: string) => string; instead?: string }> = {
  TELEGRAM_BASE_URL: { names: ['TELEGRAM_API_ROOT'], value: (old) => old.replace(/\/bot\/?$/, '') },
  SYNC_INTERVAL_SECONDS: { names: ['SYNC_MIN_INTERVAL_SECONDS', 'SYNC_MAX_INTERVAL_SECONDS'] },
  TELEGRAM_BOT_HANDLE: { names: [], instead: 'the handle is asked of Telegram' },
  DELIVER_INTERVAL_SECONDS: { names: [], instead: 'items are delivered as they come' },
  CLEAN_INTERVAL_SECONDS: { names: [], instead: 'the crontab says when to clean' },
  SYNC_WORKERS_NUMBER: { names: [], instead: 'set WORKER_CONCURRENCY' },
  DELIVER_WORKERS_NUMBER: { names: [], instead: 'set WORKER_CONCURRENCY' },
  CLEAN_WORKERS_NUMBER: { names: [], instead: 'set WORKER_CONCURRENCY' },
  ALL_BINARIES: { names: [], instead: '`npm start` runs everything in one process' },
};

type Env = Record<string, string | undefined>;

function translateOldNames(env: Env): { env: Env; warnings: string[] } {
  const translated = { ...env };
  const warnings: string[] = [];
  for (const [oldName, { names, value, instead }] of Object.entries(OLD_NAMES)) {
    const old = env[oldName];
    if (!old) continue;
    for (const name of names) translated[name] ||= value ? value(old) : old;
    warnings.push(
      names.length > 0
        ? `${oldName} is el_monitorro's name: read as ${names.join(' and ')}, please rename it`
        : `${oldName} of el_monitorro means nothing here: ${instead}`,
    );
  }
  return { env: translated, warnings };
}

/**
 * The settings in `env`, with defaults. An empty variable counts as unset.
 * @throws StartError naming every variable at fault, and what was expected
 */
export function readConfig(env: Env = process.env): Config {
  const { env: current, warnings } = translateOldNames(env);
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, [byDefault, schema]] of Object.entries(SETTINGS)) {
    const read = (schema as z.ZodType).safeParse(current[name] || byDefault);
    if (read.success) values[name] = read.data;
    else faults.push(`${name}: ${read.error.issues.map((issue) => issue.message).join(', ')}`);
  }
  const config = values as Settings;
  for (const { names, isSo, sentence } of CONTRADICTIONS)
    if (names.every((name) => name in values) && isSo(config)) faults.push(sentence);
  if (faults.length > 0) throw new StartError(`These settings need another value:\n  ${faults.join('\n  ')}`);
  return Object.freeze({ ...config, warnings });
}

/** What settings that are sound by themselves can have against each other. */
const CONTRADICTIONS: { names: (keyof Settings)[]; isSo: (config: Settings) => boolean; sentence: string }[] = [
  {
    names: ['DATABASE_POOL_SIZE', 'WORKER_CONCURRENCY'],
    // LISTEN, the drain's advisory lock and one for everything else hold sessions of their own (reference: graphile-worker pools).
    isSo: ({ DATABASE_POOL_SIZE, WORKER_CONCURRENCY }) => DATABASE_POOL_SIZE < WORKER_CONCURRENCY + 3,
    sentence:
      'DATABASE_POOL_SIZE: must be at least WORKER_CONCURRENCY + 3, since some connections are held all the time',
  },
  {
    names: ['SYNC_MIN_INTERVAL_SECONDS', 'SYNC_MAX_INTERVAL_SECONDS'],
    isSo: (config) => config.SYNC_MIN_INTERVAL_SECONDS > config.SYNC_MAX_INTERVAL_SECONDS,
    sentence: 'SYNC_MIN_INTERVAL_SECONDS: is more than SYNC_MAX_INTERVAL_SECONDS',
  },
  {
    names: ['TELEGRAM_MESSAGES_PER_SECOND', 'TELEGRAM_PAID_BROADCAST'],
    isSo: (config) => config.TELEGRAM_MESSAGES_PER_SECOND > 30 && !config.TELEGRAM_PAID_BROADCAST,
    sentence: 'TELEGRAM_MESSAGES_PER_SECOND: Telegram allows 30 a second unless TELEGRAM_PAID_BROADCAST is on',
  },
  {
    names: ['WEBHOOK_DOMAIN', 'WEBHOOK_SECRET'],
    isSo: ({ WEBHOOK_DOMAIN, WEBHOOK_SECRET }) => WEBHOOK_DOMAIN !== undefined && WEBHOOK_SECRET === undefined,
    sentence: 'WEBHOOK_SECRET: needed with WEBHOOK_DOMAIN, so that nobody else can send updates',
  },
];

const NEEDED = {
  DATABASE_URL: 'DATABASE_URL is not set: give the address of a PostgreSQL, or run `npm start`, which brings its own.',
  TELEGRAM_BOT_TOKEN:
    'TELEGRAM_BOT_TOKEN is not set: ask @BotFather for one, or run `npm start` to try the bot without Telegram.',
};

/** The config with `names` known to be set. @throws StartError with the sentence for the first that is not */
export function requireSettings<Name extends keyof typeof NEEDED>(
  config: Config,
  names: Name[],
): Config & Record<Name, string> {
  for (const name of names) if (!config[name]) throw new StartError(NEEDED[name]);
  return config as Config & Record<Name, string>;
}
