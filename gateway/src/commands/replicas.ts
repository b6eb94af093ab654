import {
  circuitBreaker,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { ConnectionFailure } from './exchange.adapter.ts';

/** After so many failures in a row an address is left alone, and tried again with one request after a while. */
const FAILURES = 5;
const TRIED_AGAIN_AFTER_MS = 500;

const isFailure = (error: unknown): boolean => error instanceof ConnectionFailure;

interface Replica {
  readonly url: string;
  readonly circuit: CircuitBreakerPolicy;
}

/** The addresses at which one service answers, in turn, each behind its own circuit breaker. */
export class Replicas {
  private readonly replicas: readonly Replica[];
  private next = 0;

  constructor(urls: readonly string[]) {
    this.replicas = urls.map((url) => ({
      url: url.replace(/\/$/, ''),
      circuit: circuitBreaker(handleWhen(isFailure), {
        halfOpenAfter: TRIED_AGAIN_AFTER_MS,
        breaker: new ConsecutiveBreaker(FAILURES),
      }),
    }));
  }

  /** Whether one may come back while another goes, as when a service is restarted one process after the other. */
  get several(): boolean {
    return this.replicas.length > 1;
  }

  /**
   * Sends a request to the next address that is not known to be away, to the one after where the connection fails.
   * @throws BrokenCircuitError when all were known to be away; else how the last connection failed, or what the request throws
   */
  async attempt<Answer>(request: (url: string) => Promise<Answer>): Promise<Answer> {
    const first = this.next;
    this.next = (this.next + 1) % this.replicas.length;
    let failure: unknown = new Error('a service has no address');
    for (let turn = 0; turn < this.replicas.length; turn += 1) {
      const replica = this.replicas[(first + turn) % this.replicas.length];
      try {
        if (replica) return await replica.circuit.execute(() => request(replica.url));
      } catch (error) {
        if (!isBrokenCircuitError(error) && !isFailure(error)) throw error;
        if (turn === 0 || isFailure(error)) failure = error;
      }
    }
    throw failure;
  }
}
