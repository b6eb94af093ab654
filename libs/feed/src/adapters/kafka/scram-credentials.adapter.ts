import { pbkdf2, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { KafkaCluster } from './cluster.ts';
import { BrokerFault, brokerFault } from './fault.ts';

/** A user of the brokers, known by SCRAM-SHA-512 (RFC 5802, with SHA-512). */
export interface KafkaUser {
  readonly name: string;
  readonly password: string;
}

const ALTER_USER_SCRAM_CREDENTIALS = { apiKey: 51, apiVersion: 0, apiName: 'AlterUserScramCredentials' } as const;
const SCRAM_SHA_512 = 2;
/** What Kafka's own tools take; it refuses fewer. Passwords of ours are random, and need no more. */
const ITERATIONS = 4_096;
const SALT_BYTES = 32;
const HASH_BYTES = 64;
const hashed = promisify(pbkdf2);
const from = createRequire(import.meta.url);
const WHERE_CONNECTIONS_ARE_MADE = 'private:Kafka:createCluster';

/**
 * Makes users, or gives those that there are these passwords; whoever is connected stays so. kafkajs 2.2.4 lacks the
 * request: it is written with the client's own encoder and sent on its own connection, which are private to it.
 * @throws BrokerFault where the brokers refuse, or the client is made otherwise
 */
export async function ensureUsers(cluster: KafkaCluster, users: readonly KafkaUser[]): Promise<void> {
  const credentials = await Promise.all(users.map(credentialOf));
  const connections = connectionsOf(cluster);
  try {
    await connections.connect();
    await connections.refreshMetadata();
    const { connectionPool } = await connections.findControllerBroker();
    const refused = await connectionPool.send({ request: requestOf(credentials), response });
    if (refused.length > 0) throw new BrokerFault(`the broker refuses users: ${refused.join('; ')}`);
  } catch (error) {
    throw brokerFault(error, 'users');
  } finally {
    await connections.disconnect().catch(() => undefined);
  }
}

interface Credential {
  readonly name: string;
  readonly salt: Buffer;
  readonly salted: Buffer;
}

async function credentialOf({ name, password }: KafkaUser): Promise<Credential> {
  const salt = randomBytes(SALT_BYTES);
  return { name, salt, salted: await hashed(password, salt, ITERATIONS, HASH_BYTES, 'sha512') };
}

/** The parts of the client that are used here, and are private to it. */
interface Connections {
  connect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  disconnect(): Promise<void>;
  findControllerBroker(): Promise<{ readonly connectionPool: { send(exchange: object): Promise<readonly string[]> } }>;
}

function connectionsOf(cluster: KafkaCluster): Connections {
  const place = Object.getOwnPropertySymbols(cluster).find(
    ({ description }) => description === WHERE_CONNECTIONS_ARE_MADE,
  );
  const make: unknown = place && Reflect.get(cluster, place);
  if (typeof make !== 'function')
    throw new BrokerFault('this version of kafkajs cannot make users: make them with the tools of Kafka');
  return Reflect.apply(make, cluster, [{ metadataMaxAge: 0 }]);
}

interface Encoder {
  writeUVarIntBytes(bytes?: Buffer): Encoder;
  writeUVarIntString(text: string): Encoder;
  writeUVarIntArray(items: readonly Encoder[]): Encoder;
  writeInt8(number: number): Encoder;
  writeInt32(number: number): Encoder;
}

function encoder(): Encoder {
  const Encoding: new () => Encoder = from('kafkajs/src/protocol/encoder.js');
  return new Encoding();
}

/** deletions, upsertions: name, mechanism, iterations, salt, salted password; tags behind the header and each structure. */
function requestOf(credentials: readonly Credential[]) {
  const written = ({ name, salt, salted }: Credential): Encoder =>
    encoder()
      .writeUVarIntString(name)
      .writeInt8(SCRAM_SHA_512)
      .writeInt32(ITERATIONS)
      .writeUVarIntBytes(salt)
      .writeUVarIntBytes(salted)
      .writeUVarIntBytes();
  return {
    ...ALTER_USER_SCRAM_CREDENTIALS,
    encode: async (): Promise<Encoder> =>
      encoder()
        .writeUVarIntBytes()
        .writeUVarIntArray([])
        .writeUVarIntArray(credentials.map(written))
        .writeUVarIntBytes(),
  };
}

interface Decoder {
  readTaggedFields(): unknown;
  readInt16(): number;
  readInt32(): number;
  readUVarIntString(): string | null;
  readUVarIntArray<Item>(read: (decoder: Decoder) => Item): readonly Item[];
}

/** Decodes to what was refused, a sentence a user. */
const response = {
  decode: async (raw: Buffer): Promise<readonly string[]> => {
    const Decoding: new (raw: Buffer) => Decoder = from('kafkajs/src/protocol/decoder.js');
    const decoder = new Decoding(raw);
    decoder.readTaggedFields();
    decoder.readInt32();
    return decoder.readUVarIntArray(refusalIn).filter((refused) => refused !== '');
  },
  parse: async (refused: readonly string[]): Promise<readonly string[]> => refused,
};

function refusalIn(decoder: Decoder): string {
  const [name, code, message] = [decoder.readUVarIntString(), decoder.readInt16(), decoder.readUVarIntString()];
  decoder.readTaggedFields();
  return code === 0 ? '' : `${name}: ${message ?? `error ${code}`}`;
}
