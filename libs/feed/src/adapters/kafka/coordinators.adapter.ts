/** A coordinator moves with its broker; a client that was sent to the wrong one tries again for longer than this. */
const REMEMBERED_MS = 1_000;
const WHERE_CONNECTIONS_ARE_MADE = 'private:Kafka:createCluster';
const LOOK_UP = 'findGroupCoordinatorMetadata';

/**
 * Lets a client remember for a second which broker coordinates a transaction or a group. kafkajs 2.2.4 asks four times in
 * every transaction, which is four of its nine round trips, and has no setting for it; what is changed here is private to
 * it, and a version that has it no more merely asks again.
 */
export function rememberingCoordinators<Client extends object>(client: Client): Client {
  const place = Object.getOwnPropertySymbols(client).find(
    ({ description }) => description === WHERE_CONNECTIONS_ARE_MADE,
  );
  const make: unknown = place && Reflect.get(client, place);
  if (place && typeof make === 'function') {
    Reflect.set(client, place, (...given: unknown[]): unknown =>
      remembering(Object(Reflect.apply(make, client, given))),
    );
  }
  return client;
}

interface Remembered {
  readonly until: number;
  readonly answer: Promise<unknown>;
}

function remembering(connections: object): object {
  const ask: unknown = Reflect.get(connections, LOOK_UP);
  if (typeof ask !== 'function') return connections;
  const known = new Map<string, Remembered>();
  Reflect.set(connections, LOOK_UP, (whose: object): Promise<unknown> => {
    const key = JSON.stringify(whose);
    const before = known.get(key);
    if (before && before.until > Date.now()) return before.answer;
    const answer: Promise<unknown> = Reflect.apply(ask, connections, [whose]);
    known.set(key, { answer, until: Date.now() + REMEMBERED_MS });
    answer.catch(() => known.delete(key));
    return answer;
  });
  return connections;
}
