import { Server, ServerCredentials } from '@grpc/grpc-js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import getPort from 'get-port';
import { appending } from './appending.ts';
import { Behaviour } from './behaviour.ts';
import type { NodeCertificate } from './certificates.ts';
import { gossiping } from './gossip.ts';
import { readingOf } from './reading.ts';
import { ServerLog } from './server-log.ts';

/** A node of the stand-in: a port that speaks the server's protocol, or is silent. */
export class StandInNode {
  readonly behaviour = new Behaviour();
  readonly port: number;
  private readonly log: ServerLog;
  private readonly cluster: readonly StandInNode[];
  private readonly certificate: NodeCertificate | undefined;
  private server: Server | undefined;

  constructor(port: number, { log, nodes, certificate }: Pick<StandIn, 'log' | 'nodes' | 'certificate'>) {
    this.port = port;
    this.log = log;
    this.cluster = nodes;
    this.certificate = certificate;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get alive(): boolean {
    return this.server !== undefined;
  }

  async start(): Promise<void> {
    const server = new Server();
    const leader = (): StandInNode => this.cluster.find((node) => node.behaviour.leads) ?? this;
    const { behaviour, log } = this;
    server.addService(streamsServices.StreamsService, {
      read: readingOf({ log, behaviour, leader }),
      append: appending({ log, behaviour, leader }),
    });
    server.addService(gossipServices.GossipService, { read: gossiping(this.cluster) });
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(this.address, credentialsOf(this.certificate), (error) => (error ? reject(error) : resolve()));
    });
    this.server = server;
  }

  /** As SIGKILL: connections are cut, whatever was under way. */
  kill(): void {
    this.server?.forceShutdown();
    this.server = undefined;
    this.behaviour.hangUp();
  }
}

function credentialsOf(certificate: NodeCertificate | undefined): ServerCredentials {
  if (!certificate) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [
    { cert_chain: Buffer.from(certificate.certificate), private_key: Buffer.from(certificate.key) },
  ]);
}

/**
 * A stand-in for an EventStoreDB cluster: the real client talks to it over real gRPC, by the definitions that the client
 * ships. It is in memory, knows the requests that our adapter makes, and imitates what the server does not promise
 * (`server-log.ts`, `reading.ts`); no test that passes here is called a test against EventStoreDB.
 */
export class StandIn {
  readonly log = new ServerLog();
  readonly nodes: readonly StandInNode[];
  /** With which every node speaks TLS; without it none does. */
  readonly certificate: NodeCertificate | undefined;

  private constructor(ports: readonly number[], certificate: NodeCertificate | undefined) {
    const nodes: StandInNode[] = [];
    this.nodes = nodes;
    this.certificate = certificate;
    for (const port of ports) nodes.push(new StandInNode(port, this));
    for (const node of nodes.slice(1)) node.behaviour.leads = false;
  }

  static async start(nodes = 1, certificate?: NodeCertificate): Promise<StandIn> {
    const ports = await Promise.all(Array.from({ length: nodes }, () => getPort({ host: '127.0.0.1' })));
    const standIn = new StandIn(ports, certificate);
    await Promise.all(standIn.nodes.map((node) => node.start()));
    return standIn;
  }

  get connectionString(): string {
    return `esdb://${this.nodes.map((node) => node.address).join(',')}?tls=${this.certificate ? 'true' : 'false'}&maxDiscoverAttempts=5&discoveryInterval=50`;
  }

  /** The first node; the only one unless more were asked for. */
  get node(): StandInNode {
    const [first] = this.nodes;
    if (!first) throw new Error('a cluster without a node');
    return first;
  }

  /** Another node leads from now on. */
  elect(leader: StandInNode): void {
    for (const node of this.nodes) node.behaviour.leads = node === leader;
  }

  /** From now on only whoever shows these is served. */
  demand(user: { readonly username: string; readonly password: string }): void {
    for (const node of this.nodes) node.behaviour.user = user;
  }

  stop(): void {
    for (const node of this.nodes) node.kill();
  }
}
