import type { ServiceName } from '@zhibu/contracts';

/** Since when each service cannot be asked. */
export class Absences {
  private readonly since = new Map<ServiceName, string>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** Notes that a service cannot be asked. @returns since when, RFC 3339 */
  away(service: ServiceName): string {
    const since = this.since.get(service) ?? new Date(this.now()).toISOString();
    this.since.set(service, since);
    return since;
  }

  /** Notes that it answers. */
  back(service: ServiceName): void {
    this.since.delete(service);
  }
}
