// What each answer of the Bot API means to us.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ErrorBody, readFailure } from './outcome.ts';

const CHATS: [number, string, string][] = [
  [403, 'Forbidden: bot was blocked by the user', 'blocked'],
  [403, "Forbidden: bot can't initiate conversation with a user", 'blocked'],
  [403, 'Forbidden: user is deactivated', 'deactivated'],
  [403, 'Forbidden: bot was kicked from the group chat', 'kicked'],
  [403, 'Forbidden: bot was kicked from the supergroup chat', 'kicked'],
  [403, 'Forbidden: bot was kicked from the channel chat', 'kicked'],
  [403, 'Forbidden: bot is not a member of the channel chat', 'not-a-member'],
  [403, 'Forbidden: the group chat was deleted', 'deleted'],
  [403, "Forbidden: the bot can't send messages to the bot", 'not-found'],
  [403, "Forbidden: bot can't send messages to bots", 'not-found'],
  [400, 'Bad Request: chat not found', 'not-found'],
  [400, 'Bad Request: need administrator rights in the channel chat', 'no-rights'],
  [400, 'Bad Request: not enough rights to send text messages to the chat', 'no-rights'],
  [400, 'Bad Request: have no rights to send a message', 'no-rights'],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', 'no-rights'],
];

for (const [code, description, trouble] of CHATS) {
  test(`"${description}" is about the chat: ${trouble}`, () => {
    assert.deepEqual(readFailure({ error_code: code, description }), {
      kind: 'chat-trouble',
      trouble,
      words: description,
    });
  });
}

const OTHERS: [ErrorBody, object][] = [
  [
    { error_code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } },
    { kind: 'throttled', waitMs: 7000 },
  ],
  [
    { error_code: 429, description: 'Too Many Requests' },
    { kind: 'throttled', waitMs: 5000 },
  ],
  [
    {
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: -1_001_234_567_890 },
    },
    { kind: 'migrated', telegramId: '-1001234567890' },
  ],
  [
    { error_code: 400, description: 'Bad Request: TOPIC_CLOSED' },
    { kind: 'topic-trouble', trouble: 'closed', words: 'Bad Request: TOPIC_CLOSED' },
  ],
  [
    { error_code: 400, description: 'Bad Request: message thread not found' },
    { kind: 'topic-trouble', trouble: 'missing', words: 'Bad Request: message thread not found' },
  ],
  [
    { error_code: 401, description: 'Unauthorized' },
    { kind: 'unauthorized', words: 'Unauthorized' },
  ],
  [
    { error_code: 404, description: 'Not Found' },
    { kind: 'unauthorized', words: 'Not Found' },
  ],
  [
    { error_code: 500, description: 'Internal Server Error: restart' },
    { kind: 'failed', words: 'Internal Server Error: restart' },
  ],
  [
    { error_code: 400, description: 'Bad Request: message is too long' },
    { kind: 'refused', words: 'Bad Request: message is too long' },
  ],
];

for (const [body, outcome] of OTHERS) {
  test(`${body.error_code} "${body.description}" is read as ${(outcome as { kind: string }).kind}`, () => {
    assert.deepEqual(readFailure(body), outcome);
  });
}
