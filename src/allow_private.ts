// What FETCH_ALLOW_PRIVATE opens of a private network, as the operator wrote it.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type AllowPrivate = {
  /** `host` opens a name whatever it resolves to. */
  hosts: ReadonlySet<string>;
  /** `host:port` opens it on that port only. */
  hostPorts: ReadonlySet<string>;
  /** CIDR opens addresses, whatever name leads to them. */
  ranges: readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];
};

export const ALLOW_NOTHING: AllowPrivate = { hosts: new Set(), hostPorts: new Set(), ranges: [] };

/**
 * Reads the entries of FETCH_ALLOW_PRIVATE: `host`, `host:port` or CIDR (IPv6 hosts with or without brackets, with a port only in brackets).
 * @returns what is opened, and the entries that could not be read, for the operator
 */
export function parseAllowPrivate(entries: readonly string[]): { allow: AllowPrivate; bad: string[] } {
  const hosts = new Set<string>();
  const hostPorts = new Set<string>();
  const ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
  const bad: string[] = [];
  for (const entry of entries) {
    if (ipaddr.isValidCIDR(entry)) {
      ranges.push(ipaddr.parseCIDR(entry));
      continue;
    }
    const target = readHostEntry(entry);
    if (target === null) bad.push(entry);
    else if (target.port === null) hosts.add(target.host);
    else hostPorts.add(`${target.host} ${target.port}`);
  }
  return { allow: { hosts, hostPorts, ranges }, bad };
}

/** A URL's hostname as it is compared: lower case, no brackets, no root dot. */
export function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function readHostEntry(entry: string): { host: string; port: number | null } | null {
  const [, bracketed, named, portText] = /^(?:\[([^\]]+)\]|([^:[\]/@?#\s]+))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const literal = bracketed ?? (isIP(entry) === 6 ? entry : undefined);
  const url = URL.parse(`http://${literal === undefined ? named : `[${literal}]`}/`);
  const port = portText === undefined ? null : Number(portText);
  if ((literal ?? named) === undefined || url === null || port === 0 || (port ?? 0) > 65_535) return null;
  return { host: plainHost(url.hostname), port };
}
