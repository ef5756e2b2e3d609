// A Bot API server that takes every message, in a process of its own, so that it shares no event loop with who sends. Run by fork().
import { createServer } from 'node:http';

let taken = 0;
let firstAt = 0;
let lastAt = 0;

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    if (/sendMessage$/i.test(request.url ?? '')) {
      taken += 1;
      lastAt = Date.now();
      firstAt ||= lastAt;
    }
    response.setHeader('content-type', 'application/json');
    response.end(`{"ok":true,"result":{"message_id":${taken + 1}}}`);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('message', (asked) => {
  if (asked === 'reset') taken = firstAt = lastAt = 0;
  process.send?.({ taken, firstAt, lastAt });
});
process.on('disconnect', () => process.exit());
