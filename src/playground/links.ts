// Which addresses Telegram takes in links and buttons.

const SCHEMES = new Set(['http:', 'https:', 'tg:', 'ton:', 'mailto:', 'tel:']);

/**
 * The link as Telegram keeps it, or null for one it drops. An address without a scheme becomes http.
 */
export function checkLink(raw: string): string | null {
  const trimmed = raw.trim();
  const url = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[^/]*\.[^/]*:\d/.test(trimmed) ? trimmed : `http://${trimmed}`;
  return faultOfUrl(url) === null ? url : null;
}

/** What is wrong with an address, in the server's words, or null. A host needs a dot: `localhost` is refused there too. */
export function faultOfUrl(raw: string): 'Unsupported URL protocol' | 'Wrong HTTP URL' | null {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `http://${raw}`);
  if (url === null || /\s/.test(raw)) return 'Wrong HTTP URL';
  if (!SCHEMES.has(url.protocol)) return 'Unsupported URL protocol';
  const needsHost = url.protocol === 'http:' || url.protocol === 'https:';
  return needsHost && !/\.|:/.test(url.hostname) ? 'Wrong HTTP URL' : null;
}
