// One logger a process: pretty on a terminal, JSON lines otherwise. No secret leaves through it.
import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

// The Bot API carries its token in the path, and a private feed its password in the URL: both turn up in errors of libraries.
const SECRETS: [RegExp, string][] = [
  [/\b(bot)?\d{5,}:[\w-]{10,}/g, '$1<token>'],
  [/(\w+:\/\/)[^\s/@"'\\]+@/g, '$1<credentials>@'],
];

/** What `line` may show: bot tokens and credentials in URLs are replaced. */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [secret, shown]) => text.replace(secret, shown), line);
}

/** @param destination where lines go; standard output unless a test wants to read them */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, hooks: { streamWrite: withoutSecrets } };
  return pino(
    options,
    destination ??
      (process.stdout.isTTY ? pretty({ translateTime: 'SYS:HH:MM:ss', sync: true }) : pino.destination({ sync: true })),
  );
}
