import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate of a node of the stand-in, signed by itself: whoever trusts it trusts the node. PEM. */
export interface NodeCertificate {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** DER, as RFC 5280 writes certificates. */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  address: 0x87,
};
const OID = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  alternativeName: '551d11',
  basicConstraints: '551d13',
};
const LONG_FORM = 0x80;
const LOCALHOST = Buffer.from([127, 0, 0, 1]);

/** Makes a certificate for 127.0.0.1, good for a day: Node can read certificates and not make them, and a test needs no program for it. */
export function nodeCertificate(commonName = 'zhibu stand-in'): NodeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(der(TAG.set, sequence(oid(OID.commonName), der(TAG.text, Buffer.from(commonName)))));
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const body = sequence(
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      TAG.extensions,
      sequence(
        extension(OID.alternativeName, sequence(der(TAG.address, LOCALHOST))),
        extension(OID.basicConstraints, sequence(der(TAG.boolean, Buffer.from([0xff])))),
      ),
    ),
  );
  const signature = der(TAG.bits, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    certificate: pem(sequence(body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < LONG_FORM) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  return Buffer.concat([Buffer.from([tag, LONG_FORM + length.length]), length, content]);
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(TAG.sequence, ...contents);
const oid = (hex: string): Buffer => der(TAG.oid, Buffer.from(hex, 'hex'));
const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(TAG.octets, value));

/** `YYMMDDhhmmssZ` */
function time(milliseconds: number): Buffer {
  return der(TAG.time, Buffer.from(`${new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
