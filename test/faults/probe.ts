import { randomUUID } from 'node:crypto';
import type { AnsweredEvent } from '../support/ledger.ts';
import type { Wanted } from '../support/load.ts';
import type { Scene } from './scene.ts';

/** How long a command took from its mutation until queries showed it. */
export interface Seen {
  readonly ms: number;
  readonly projected: boolean;
}

const WITHIN_MS = 20_000;

/** Sends a command by its GraphQL mutation, which answers when queries show it. It is written down like all others. */
export async function seenAfter({ cluster, ledger }: Scene, { name, data }: Wanted): Promise<Seen> {
  const entry = ledger.note(randomUUID(), name, data);
  const mutation = name.charAt(0).toLowerCase() + name.slice(1);
  const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { projected events { id type stream revision position recordedAt } } }`;
  const began = performance.now();
  const response = await fetch(`${cluster.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(WITHIN_MS),
    body: JSON.stringify({ query, variables: { input: { commandId: entry.id, ...data } } }),
  });
  const { data: answer, errors } = (await response.json()) as {
    data?: Readonly<Record<string, { projected: boolean; events: readonly AnsweredEvent[] } | null>>;
    errors?: unknown;
  };
  const outcome = answer?.[mutation];
  if (!outcome) throw new Error(`${mutation} failed: ${JSON.stringify(errors)}`);
  entry.acknowledged = outcome.events;
  return { ms: performance.now() - began, projected: outcome.projected };
}
