// Webhooks: how one is set, and how updates are pushed to it, in order per chat, again and again until taken.
import { Described, type MethodCall, type Methods, method } from './methods.ts';
import { readBoolean, readInteger, readText } from './params.ts';
import { badRequest, conflict, tooManyRequests } from './refusal.ts';
import { readAllowedUpdates } from './updates.ts';
import { announce, type World } from './world.ts';

const PORTS = ['', '80', '88', '443', '8443'];
const MAX_SECRET = 256;
const DEFAULT_CONNECTIONS = 40;
const SET_EVERY_MS = 1000;

export const WEBHOOK_METHODS: Methods = {
  setWebhook: method(
    'url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token',
    setWebhook,
  ),
  deleteWebhook: method('drop_pending_updates', deleteWebhook),
  getWebhookInfo: method('', getWebhookInfo),
};

function setWebhook(call: MethodCall): Described {
  const { world, params } = call;
  const url = readText(params, 'url').trim();
  if (url === '') return deleteWebhook(call);
  checkUrl(world, url);
  const secret = readText(params, 'secret_token');
  if (secret.length > MAX_SECRET) throw badRequest('secret token is too long');
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  const { webhook } = world;
  if (webhook !== null && world.now() - webhook.setAtMs < SET_EVERY_MS) throw tooManyRequests(1);
  world.poll?.end(conflict('terminated by setWebhook request'));
  readAllowedUpdates(world, params);
  dropPending(call);
  const isSame = webhook?.url === url && webhook.secret === secret;
  const maxConnections = readInteger(params, 'max_connections', DEFAULT_CONNECTIONS, 1, 100);
  world.webhook = { url, secret, maxConnections, setAtMs: world.now(), lastError: null, goneSinceMs: null };
  announce(world, 'webhook', null);
  return new Described(true, isSame ? 'Webhook is already set' : 'Webhook was set');
}

function checkUrl(world: World, raw: string): void {
  const url = URL.parse(raw);
  const isLoopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url !== null && isLoopback && world.tuning.allowLoopbackWebhook) return;
  if (url?.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.includes(url.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}

function deleteWebhook(call: MethodCall): Described {
  dropPending(call);
  const wasSet = call.world.webhook !== null;
  call.world.webhook = null;
  announce(call.world, 'webhook', null);
  return new Described(true, wasSet ? 'Webhook was deleted' : 'Webhook is already deleted');
}

function dropPending({ world, params }: MethodCall): void {
  if (readBoolean(params, 'drop_pending_updates')) world.pending = [];
}

function getWebhookInfo({ world }: MethodCall): unknown {
  const { webhook } = world;
  const shown = { url: webhook?.url ?? '', has_custom_certificate: false, pending_update_count: world.pending.length };
  if (webhook === null) return shown;
  const { lastError, maxConnections } = webhook;
  return {
    ...shown,
    max_connections: maxConnections,
    ...(world.allowedUpdates === null ? {} : { allowed_updates: world.allowedUpdates }),
    ...(lastError === null
      ? {}
      : { last_error_date: Math.floor(lastError.atMs / 1000), last_error_message: lastError.message }),
  };
}
