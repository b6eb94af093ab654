import getPort from 'get-port';

/**
 * Below the ports that systems lend to outgoing connections (Linux from 32,768, others from 49,152): a port that is
 * free now is not taken by some connection before its server listens, or while it is restarted. Above what servers
 * are usually found on, and below the node ports of Kubernetes (from 30,000).
 */
const LOWEST = 20_000;
const COUNT = 10_000;

/**
 * A port of 127.0.0.1 on which nothing listens, for a server that is told its port before it is started; not handed
 * out twice by this process for some 15 s.
 */
export function freePort(): Promise<number> {
  return getPort({ host: '127.0.0.1', port: fromAnywhere() });
}

/** From a random one on, so that processes that ask at the same moment do not try the same. */
function* fromAnywhere(): Generator<number> {
  const first = Math.floor(Math.random() * COUNT);
  for (let step = 0; step < COUNT; step += 1) yield LOWEST + ((first + step) % COUNT);
}
