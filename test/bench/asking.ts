import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { percentile, rate } from './measure.ts';

/** A question by GraphQL. */
export interface Question {
  readonly query: string;
  readonly variables: object;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

/** Shorter than any server of ours keeps a connection: none is closed by the server while a question is on its way. */
const IDLE_MS = 15_000;
const kept = { keepAlive: true, maxSockets: 64, timeout: IDLE_MS } as const;
const by = {
  plain: { request: plainRequest, agent: new PlainAgent(kept) },
  tls: { request: tlsRequest, agent: new TlsAgent(kept) },
};

/** Asks over a kept connection, as a browser does, and answers the data. @throws with the errors, where there are any */
export function ask(url: string, { headers, ...question }: Question): Promise<unknown> {
  const body = JSON.stringify(question);
  const { request, agent } = url.startsWith('https:') ? by.tls : by.plain;
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/graphql`,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          try {
            const answer = JSON.parse(text) as Answer;
            if (answer.errors !== undefined || answer.data === undefined) reject(new Error(text.slice(0, 2000)));
            else resolve(answer.data);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(text));
          }
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a crowd met with. */
export interface Crowd {
  readonly spent: readonly number[];
  readonly failures: readonly string[];
}

export interface CrowdOptions {
  readonly url: string;
  readonly clients: number;
  readonly aSecond: number;
  readonly question: (index: number) => Question;
}

/**
 * Clients that each ask so many questions a second until `over`: at times set beforehand, so that a slow answer does not
 * thin the questions out; the time counts from when a question was due.
 */
export async function crowd({ url, clients, aSecond, question }: CrowdOptions, over: Promise<unknown>): Promise<Crowd> {
  const spent: number[] = [];
  const failures: string[] = [];
  const open = new Set<Promise<void>>();
  let asked = 0;
  const put = (): void => {
    const due = performance.now();
    asked += 1;
    const one: Promise<void> = ask(url, question(asked))
      .then(
        () => {
          spent.push(performance.now() - due);
        },
        (error: Error) => {
          failures.push(error.message);
        },
      )
      .finally(() => open.delete(one));
    open.add(one);
  };
  const started: NodeJS.Timeout[] = [];
  const every = 1000 / aSecond;
  const later = Array.from({ length: clients }, (_, client) =>
    setTimeout(() => started.push(setInterval(put, every)), (client * every) / clients),
  );
  await over;
  for (const timer of [...later, ...started]) clearTimeout(timer);
  await Promise.all(open);
  return { spent, failures };
}

/** What clients come to that each ask the next question as soon as the last is answered. */
export interface Pace {
  readonly aSecond: number;
  readonly p99: number;
}

export interface PaceOptions {
  readonly url: string;
  readonly clients: number;
  readonly forMs: number;
  readonly question: (index: number) => Question;
}

/** Asks without a pause for so long, after a tenth of it that does not count. @throws with the errors of any answer */
export async function pace({ url, clients, forMs, question }: PaceOptions): Promise<Pace> {
  const from = performance.now() + forMs / 10;
  const until = from + forMs;
  const spent: number[] = [];
  let asked = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let begun = performance.now(); begun < until;) {
        asked += 1;
        await ask(url, question(asked));
        const ended = performance.now();
        if (begun >= from) spent.push(ended - begun);
        begun = ended;
      }
    }),
  );
  return { aSecond: rate(spent.length, forMs), p99: percentile(spent, 99) };
}
