import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllowPrivate } from '../allow_private.ts';
import { isAllowedAddress, isOpenedHost, isPrivateName, isPublicAddress } from './address.ts';

const PRIVATE_ADDRESSES = `
  0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255
  192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
  255.255.255.255 168.63.129.16
  :: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 ::127.0.0.1 ::808:808 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
  64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1:: 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1 4000::1 5f00::1 8000::1
  fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 [::1]
`
  .trim()
  .split(/\s+/);

test('only plainly public addresses are public', () => {
  for (const address of PRIVATE_ADDRESSES) assert.equal(isPublicAddress(address), false, address);
  for (const nonsense of ['', 'example.org', '1.2.3', '127.1', '0x7f.1', '2130706433', '1.2.3.4.5', '::g']) {
    assert.equal(isPublicAddress(nonsense), false, nonsense);
  }
  for (const address of ['1.1.1.1', '8.8.8.8', '::ffff:8.8.8.8', '2606:4700::1111', '[2a00:1450::1]']) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

test('a CIDR opens its addresses and no others', () => {
  const { allow, bad } = parseAllowPrivate(['127.0.0.0/8', 'fd00::/64']);
  assert.deepEqual(bad, []);
  for (const address of ['127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1', 'fd00::5']) {
    assert.equal(isAllowedAddress(address, allow), true, address);
  }
  for (const address of ['10.0.0.1', '::1', 'fd00:0:0:1::5', '126.0.0.1%lo']) {
    assert.equal(isAllowedAddress(address, allow), isPublicAddress(address), address);
  }
});

test('a host entry opens every port of that name, a host:port entry that port alone', () => {
  const { allow, bad } = parseAllowPrivate([
    'Bridge.LAN',
    'localhost:8080',
    '::1',
    '[fd00::1]:81',
    '0x7f.1:3000',
    'bücher.test:90',
  ]);
  assert.deepEqual(bad, []);
  const opened: [string, number][] = [
    ['bridge.lan', 80],
    ['bridge.lan.', 9000],
    ['localhost', 8080],
    ['[::1]', 443],
    ['[fd00::1]', 81],
    ['127.0.0.1', 3000],
    ['xn--bcher-kva.test', 90],
  ];
  for (const [host, port] of opened) assert.equal(isOpenedHost(host, port, allow), true, `${host} ${port}`);
  const closed: [string, number][] = [
    ['a.bridge.lan', 80],
    ['localhost', 80],
    ['localhost', 808],
    ['[fd00::1]', 80],
    ['127.0.0.1', 80],
  ];
  for (const [host, port] of closed) assert.equal(isOpenedHost(host, port, allow), false, `${host} ${port}`);
});

test('an entry that cannot be read is reported and opens nothing', () => {
  const entries = [
    'http://localhost',
    'a b',
    'host:0',
    'host:70000',
    'host:port',
    '127.0.0.0/33',
    '[::1',
    'user@host',
    '::1:x',
    '/8',
    '',
  ];
  const { allow, bad } = parseAllowPrivate(entries);
  assert.deepEqual(bad, entries);
  assert.deepEqual([allow.hosts.size, allow.hostPorts.size, allow.ranges.length], [0, 0, 0]);
});

test('names that only a neighbour could have are known', () => {
  for (const name of [
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'router',
    'printer.local',
    'db.internal',
    'x.home.arpa',
    'nas.lan',
  ]) {
    assert.equal(isPrivateName(name), true, name);
  }
  for (const name of ['example.org', 'localhost.example.org', 'local.com', '127.0.0.1', '[::1]']) {
    assert.equal(isPrivateName(name), false, name);
  }
});
