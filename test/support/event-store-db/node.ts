import { Server, ServerCredentials } from '@grpc/grpc-js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { appending } from './appending.ts';
import { batchAppending } from './batch-appending.ts';
import { Behaviour, type NodeParts } from './behaviour.ts';
import type { NodeCertificate } from './certificates.ts';
import { deleting, tombstoning } from './deleting.ts';
import { featuring } from './features.ts';
import { FrontDoor } from './front-door.ts';
import type { Gossip } from './gossip.ts';
import { Pace } from './pace.ts';
import { readingOf } from './reading.ts';
import type { Rights } from './rights.ts';
import type { ServerLog } from './server-log.ts';
import { Counts } from './tally.ts';

/** What the nodes of a cluster have together. */
export interface Shared {
  readonly log: ServerLog;
  readonly rights: Rights;
  readonly gossip: Gossip<StandInNode>;
  /** With which every node speaks TLS; without it none does. */
  readonly certificate: NodeCertificate | undefined;
}

/** A node of the stand-in: a port that speaks the server's protocol, or is silent, or is not there. */
export class StandInNode {
  readonly behaviour = new Behaviour();
  readonly pace = new Pace();
  readonly counts = new Counts();
  readonly port: number;
  private readonly shared: Shared;
  private server: Server | undefined;
  private door: FrontDoor | undefined;
  private stopped = false;

  constructor(port: number, shared: Shared) {
    this.port = port;
    this.shared = shared;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Whether the process is there; it may be frozen. */
  get alive(): boolean {
    return this.server !== undefined;
  }

  get frozen(): boolean {
    return this.stopped;
  }

  get answers(): boolean {
    return this.alive && !this.stopped;
  }

  async start(): Promise<void> {
    const { gossip, certificate, ...shared } = this.shared;
    const server = new Server();
    const parts: NodeParts = { ...shared, ...this.own, leader: () => gossip.leader };
    server.addService(streamsServices.StreamsService, {
      read: readingOf(parts),
      append: appending(parts),
      batchAppend: batchAppending(parts),
      delete: deleting(parts),
      tombstone: tombstoning(parts),
    });
    server.addService(gossipServices.GossipService, { read: gossip.reading(this.counts) });
    server.addService(featuresServices.ServerFeaturesService, { getSupportedMethods: featuring(this.counts) });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', credentialsOf(certificate), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    this.door = await FrontDoor.open(this.port, port);
    this.server = server;
    this.stopped = false;
  }

  /** As SIGKILL: connections are cut, whatever was under way; what was not flushed is lost. */
  kill(): void {
    this.pace.dies();
    this.door?.close();
    this.server?.forceShutdown();
    this.server = undefined;
    this.stopped = false;
    this.behaviour.hangUp();
  }

  /** As SIGSTOP: it takes connections and whatever is sent, and says nothing. */
  freeze(): void {
    this.stopped = true;
    this.door?.freeze();
  }

  /** As SIGCONT: what was sent meanwhile is answered. */
  wake(): void {
    this.stopped = false;
    this.door?.wake();
  }

  private get own(): Pick<NodeParts, 'behaviour' | 'counts' | 'pace'> {
    return { behaviour: this.behaviour, counts: this.counts, pace: this.pace };
  }
}

function credentialsOf(certificate: NodeCertificate | undefined): ServerCredentials {
  if (!certificate) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [
    { cert_chain: Buffer.from(certificate.certificate), private_key: Buffer.from(certificate.key) },
  ]);
}
