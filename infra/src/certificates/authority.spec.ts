import { beforeAll, expect, it } from '@jest/globals';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, type Server } from 'node:net';
import { connect, createServer } from 'node:tls';
import { type Certified, newAuthority, newCertificate } from './authority.ts';

let authority: Certified;
let leaf: Certified;
beforeAll(async () => {
  authority = await newAuthority('zhibu', new Date('2026-01-01T00:00:00Z'));
  leaf = await newCertificate(authority, { name: 'gateway', hosts: ['gateway', '127.0.0.1'] });
});

it('names whom it is for, is signed by the authority, fits its key, and signs no other', () => {
  const [above, below] = [new X509Certificate(authority.certificate), new X509Certificate(leaf.certificate)];
  expect([below.subject, below.issuer, below.ca, above.ca]).toEqual(['CN=gateway', 'CN=zhibu', false, true]);
  expect(below.subjectAltName).toBe('DNS:gateway, IP Address:127.0.0.1');
  expect(below.verify(above.publicKey)).toBe(true);
  expect(below.checkPrivateKey(createPrivateKey(leaf.key))).toBe(true);
});

it('is good for 825 days from its day on, and an authority for ten years', async () => {
  const now = new Date('2026-03-01T00:00:00Z');
  const one = new X509Certificate((await newCertificate(authority, { name: 'x', hosts: ['x'] }, now)).certificate);
  expect(one.validToDate).toEqual(new Date('2028-06-03T00:00:00Z'));
  expect(new X509Certificate(authority.certificate).validToDate).toEqual(new Date('2035-12-30T00:00:00Z'));
});

it('has a number of its own', async () => {
  const again = await newCertificate(authority, { name: 'gateway', hosts: ['gateway'] });
  expect(new X509Certificate(again.certificate).serialNumber).not.toBe(
    new X509Certificate(leaf.certificate).serialNumber,
  );
});

/** How a client that believes this authority is answered by a server with our certificate, at this name. */
async function greeted(ca: string, servername: string): Promise<string> {
  const server: Server = createServer({ cert: leaf.certificate, key: leaf.key }, (socket) => {
    socket.on('error', () => undefined).end('in');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port }: AddressInfo = Object(server.address());
  const client = connect({ host: '127.0.0.1', port, ca, servername });
  const told = await once(client, 'data').then(String, String);
  client.destroy();
  server.close();
  return told;
}

it('is believed at its names by whoever believes its authority, and by nobody else', async () => {
  const another = await newAuthority('zhibu');
  expect(await greeted(authority.certificate, 'gateway')).toBe('in');
  expect(await greeted(authority.certificate, 'supervision')).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID/);
  expect(await greeted(another.certificate, 'gateway')).toMatch(/unable to verify|signature|self-signed/);
});
