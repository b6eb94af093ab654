import { refusal, type ServiceName, services } from '@zhibu/contracts';

/** What settling an instant needs of the outside. */
export interface SettlementPorts {
  /** Asks a service to record nothing at or before the instant any more; answers the last position that is. */
  readonly settle: (service: ServiceName, instant: string) => Promise<bigint>;
  /** Resolves once the read model has taken in the service's log up to a position; rejects when the signal aborts. */
  readonly reached: (service: ServiceName, position: bigint, signal: AbortSignal) => Promise<unknown>;
  /** When the last event was recorded that the read model has taken in of a service, RFC 3339; undefined before the first. */
  readonly takenIn: (service: ServiceName) => string | undefined;
  readonly now: () => number;
  readonly waitMs: number;
}

interface Asked {
  readonly instant: string;
  /** The argument that it came in. */
  readonly field: string;
}

/**
 * Makes sure that an answer for an instant never changes: every service promises to record nothing more at or before
 * it, and the read model has read all that it did record. What is settled for one instant is settled for all before, and an
 * event recorded later settles it by itself: a service is asked only where the read model knows of none. Nobody is asked
 * before somebody wants to know.
 */
export class Settlement {
  private readonly ports: SettlementPorts;
  private readonly settledUntil = new Map<ServiceName, number>();

  constructor(ports: SettlementPorts) {
    this.ports = ports;
  }

  /**
   * @param instant RFC 3339 with milliseconds
   * @param field the argument to name in a refusal
   * @throws Refusal KNOWN_AT_IN_FUTURE, KNOWN_AT_NOT_READ
   */
  async settled(instant: string, field = 'knownAt'): Promise<void> {
    const at = Date.parse(instant);
    if (at > this.ports.now()) throw refusal('KNOWN_AT_IN_FUTURE', { field, [field]: instant });
    await Promise.all(services.map((service) => this.settleService(service, { instant, field })));
  }

  private async settleService(service: ServiceName, { instant, field }: Asked): Promise<void> {
    const at = Date.parse(instant);
    if (at <= (this.settledUntil.get(service) ?? Number.NEGATIVE_INFINITY)) return;
    // Instants of a log never decrease, and what was taken in came in its order.
    if (Date.parse(this.ports.takenIn(service) ?? '') > at) return;
    const position = await this.ports.settle(service, instant);
    await this.read(service, position, { instant, field });
    this.settledUntil.set(service, Math.max(at, this.settledUntil.get(service) ?? at));
  }

  private async read(service: ServiceName, position: bigint, { instant, field }: Asked): Promise<void> {
    if (position === 0n) return;
    const signal = AbortSignal.timeout(this.ports.waitMs);
    try {
      await this.ports.reached(service, position, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw refusal('KNOWN_AT_NOT_READ', { field, [field]: instant, service });
    }
  }
}
