import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** What a user was told of one registration. */
export interface Told {
  readonly code: string;
  readonly events: readonly { readonly id: string; readonly revision: number }[];
}

interface Answer {
  readonly data?: { readonly registerOrganization: { readonly events: Told['events'] } | null } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

const MUTATION =
  'mutation Register($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { events { id revision } } }';
const TRIES = 60;
const PAUSE_MS = 250;

/**
 * A steady load of registrations, as a dashboard's users send them: each under its own command id, sent again, to the
 * next gateway, only when the connection broke.
 */
export class Registrations {
  readonly told: Told[] = [];
  /** Codes of refusals: what a user would have seen go wrong. */
  readonly refused: string[] = [];
  private readonly gateways: readonly string[];
  private readonly parent: string;
  private stopping = false;
  private workers: Promise<unknown> = Promise.resolve();
  private next = 0;

  constructor(gateways: readonly string[], parent: string) {
    this.gateways = gateways;
    this.parent = parent;
  }

  /** Begins with so many users at once. */
  start(users = 4): void {
    this.workers = Promise.all(Array.from({ length: users }, () => this.work()));
  }

  /** Lets each user have the answer to what he has sent. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.workers;
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      this.next += 1;
      await this.register(`${this.parent}-L${this.next}`);
      await pause(20);
    }
  }

  private async register(code: string): Promise<void> {
    const input = {
      commandId: randomUUID(),
      code,
      kind: 'unit',
      parentId: this.parent,
      name: `单位${code}`,
      openedOn: '2020-01-01',
    };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const answer = await sent(this.gateways[(this.next + attempt) % this.gateways.length] ?? '', input);
      if (answer) return this.take(code, answer);
      await pause(PAUSE_MS);
    }
    this.refused.push('gave up');
  }

  private take(code: string, { data, errors }: Answer): void {
    const events = data?.registerOrganization?.events;
    if (events) this.told.push({ code, events });
    else this.refused.push(String(errors?.[0]?.extensions?.code));
  }
}

/** Undefined when the connection broke: what became of the command is not known. */
async function sent(gateway: string, input: object): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: MUTATION, variables: { input } }),
      signal: AbortSignal.timeout(30_000),
    });
    return (await response.json()) as Answer;
  } catch {
    return undefined;
  }
}
