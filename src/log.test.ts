import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from './log.ts';

/** What a logger writes. */
function written(level: string, use: (log: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const append = (line: string) => {
    text += line;
  };
  use(createLogger(level, { write: append }));
  return text;
}

test('neither a bot token nor the credentials in a URL reach the log', () => {
  const text = written('info', (log) => {
    log.info(
      {
        url: 'https://reader:hunter2@feeds.example/private',
        path: '/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe',
      },
      'asked',
    );
    log.error({ err: new Error('connect postgres://app:pa55word@db.example/feeds failed') }, 'away');
  });
  assert.doesNotMatch(text, /hunter2|reader|AAHdqTcv|pa55word/);
  assert.match(text, /https:\/\/<credentials>@feeds\.example\/private/);
  assert.match(text, /\/bot<token>\/getMe/);
});

test('lines below the level are not written', () => {
  assert.equal(
    written('warn', (log) => log.info('news')),
    '',
  );
});
