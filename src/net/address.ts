// Which addresses and names may be reached. An allow-list: what is not plainly public is refused.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type AllowPrivate, plainHost } from '../allow_private.ts';

/** Azure's WireServer: a public address that is the cloud's own door, answering only inside a machine there. */
const CLOUD_DOORS = new Set(['168.63.129.16']);

/** Names that only mean something inside somebody's network (RFC 6761, 6762, 8375, 9476 and what routers hand out). */
const PRIVATE_SUFFIX =
  /(^|\.)(localhost|local|localdomain|internal|intranet|private|home|home\.arpa|lan|corp|test|invalid|alt)$/;

/** Is this IP address, in any spelling ipaddr.js reads, one that anybody on the internet may be asked at? */
export function isPublicAddress(address: string): boolean {
  const parsed = readAddress(address);
  if (parsed === null || parsed.range() !== 'unicast' || CLOUD_DOORS.has(parsed.toString())) return false;
  // Only 2000::/3 is assigned for global use (RFC 4291 §2.4); ipaddr calls the unassigned rest unicast too.
  return parsed.kind() === 'ipv4' || (parsed.toByteArray()[0]! & 0xe0) === 0x20;
}

/** A name that can only be a neighbour of ours: a single label, or one under a suffix that is never public. */
export function isPrivateName(hostname: string): boolean {
  const name = plainHost(hostname);
  return isIP(name) === 0 && (!name.includes('.') || PRIVATE_SUFFIX.test(name));
}

/** May this address be dialled, being public or inside a CIDR that the operator opened? */
export function isAllowedAddress(address: string, allow: AllowPrivate): boolean {
  return isPublicAddress(address) || isInOpenedRange(address, allow);
}

/** Did the operator open this host, on every port or on this one? */
export function isOpenedHost(hostname: string, port: number, allow: AllowPrivate): boolean {
  const host = plainHost(hostname);
  return allow.hosts.has(host) || isOpenedPort(host, port, allow);
}

/** Did the operator open exactly this port of this host? */
export function isOpenedPort(hostname: string, port: number, allow: AllowPrivate): boolean {
  return allow.hostPorts.has(`${plainHost(hostname)} ${port}`);
}

function isInOpenedRange(address: string, allow: AllowPrivate): boolean {
  const parsed = readAddress(address);
  return (
    parsed !== null && allow.ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits))
  );
}

/** Unmaps IPv4 in IPv6 and drops a zone id; null where it is no address at all. */
function readAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = plainHost(address).replace(/%.*$/, '');
  return isIP(bare) === 0 ? null : ipaddr.process(bare);
}
