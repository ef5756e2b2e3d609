// The page's side of the playground's HTTP interface.

async function readJson(response) {
  if (response.ok) return response.json();
  const body = await response.text();
  throw new Error(describeRefusal(body) || `The playground answered ${response.status}.`);
}

function describeRefusal(body) {
  try {
    const { description, error, message } = JSON.parse(body);
    return description ?? message ?? error;
  } catch {
    return body.length < 200 ? body : '';
  }
}

export const fetchState = () => fetch('/playground/state').then(readJson);

export const fetchMessages = (chatId) =>
  fetch(`/playground/messages?chat=${encodeURIComponent(chatId)}`)
    .then(readJson)
    .then((answer) => answer.messages);

function post(path, body, signal) {
  return fetch(path, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then(readJson);
}

/**
 * Each resolves with the server's answer and rejects with an Error whose message may be shown. A tap resolves when the
 * bot answers, with `{text, showAlert}`, and is given up by its signal.
 */
export const say = (body) => post('/playground/say', body);
export const tap = (body, signal) => post('/playground/tap', body, signal);
export const act = (body) => post('/playground/act', body);

// A tap's answer comes to the page that tapped, as the reply to its request.
const KINDS = ['message', 'edited', 'deleted', 'chats'];

/**
 * Listen for what happens. EventSource reconnects by itself; a closed one (the server answered with an error while
 * restarting) is opened again here.
 * @param {{onEvent: (kind: string, data: object) => void, onOpen: () => void, onLost: () => void}} hands
 */
export function listen(hands) {
  const source = new EventSource('/playground/events');
  source.addEventListener('open', hands.onOpen);
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => hands.onEvent(kind, JSON.parse(event.data)));
  }
  source.addEventListener('error', () => {
    hands.onLost();
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(hands), 2000);
  });
}
