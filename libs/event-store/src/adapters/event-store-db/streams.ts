/**
 * Four services share a cluster, so a service's streams carry its name: `organization.organization-990100`. The log of a
 * service is what `$all` holds under that prefix. What the adapter keeps for itself either belongs to that log, under a
 * name no stream of the domain has (a dot first), or stands outside of every service's prefix (no dot at all).
 */
export class StreamNames {
  readonly prefix: string;
  /** Settled instants: in the log, since their place in it decides. */
  readonly settlements: string;
  readonly marks: string;
  readonly floors: string;
  readonly generations: string;
  /** Names of streams that were found damaged. */
  readonly damages: string;

  /** @throws TypeError when the service's name could be taken for another's */
  constructor(service: string) {
    if (!/^[a-z][a-z0-9-]*$/.test(service)) throw new TypeError(`${service} is no name of a service`);
    this.prefix = `${service}.`;
    this.settlements = `${service}..settlements`;
    this.marks = `${service}-marks`;
    this.floors = `${service}-floors`;
    this.generations = `${service}-generations`;
    this.damages = `${service}-damages`;
  }

  /** The server's name of a stream of the domain. @throws TypeError for a name that is kept for the adapter */
  of(stream: string): string {
    if (stream === '' || stream.startsWith('.'))
      throw new TypeError(`${JSON.stringify(stream)} is no name of a stream`);
    return this.prefix + stream;
  }

  /** What the log of a service is made of: its streams, and what the server says of them (their metadata). */
  get followed(): readonly string[] {
    return [this.prefix, `$$${this.prefix}`];
  }

  /** Whether a stream, by the server's name, is one of the domain. */
  isOfDomain(name: string): boolean {
    return name.startsWith(this.prefix) && !name.startsWith('.', this.prefix.length);
  }

  /** A stream of the domain by the server's name. */
  domain(name: string): string {
    return name.slice(this.prefix.length);
  }
}
