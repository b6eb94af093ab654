import { QueryClient, QueryObserver, type QueryObserverOptions, type QueryObserverResult } from '@tanstack/query-core';
import { useEffect, useState } from 'preact/hooks';
import { ask } from './ask.adapter.ts';
import { type Asked, Fault } from './asked.ts';

/** For so long an answer is not asked for again. */
const FRESH_MS = 30_000;
const KEPT_MS = 600_000;
const TRIES = 2;
/** What may be otherwise in a moment; all else is answered the same again. */
const PASSING = new Set(['UNREACHABLE', 'SERVICE_UNAVAILABLE', 'DEADLINE_PASSED']);

const client = new QueryClient();

/** What was recorded may have changed any answer: those that are shown are asked anew, the others when they are. */
export const askAnew = (): void => void client.invalidateQueries();

/** What is known of an answer. */
export interface Answered<Answer> {
  readonly data: Answer | undefined;
  readonly fault: Fault | undefined;
  readonly isPending: boolean;
  readonly again: () => void;
}

/**
 * Asks by a document, and keeps what was answered. An answer stands while the same is asked again, and never under
 * another question: a day, a year or an instant that was not its own.
 */
export function useAnswer<Answer, Variables extends object>(
  document: Asked<Answer, Variables>,
  variables: Variables | undefined,
): Answered<Answer> {
  const options = optionsOf(document, variables);
  const key = keyOf(options);
  const [observer] = useState(() => new QueryObserver(client, options));
  const [told, setTold] = useState<Told<Answer>>();
  useEffect(() => observer.subscribe((result) => setTold({ key: keyOf(observer.options), result })), [observer]);
  useEffect(() => {
    observer.setOptions(options);
    setTold({ key, result: observer.getCurrentResult() });
  }, [observer, key, options.enabled]);
  // What was told last may be the answer to another question, until this one has been put.
  const result = told?.key === key ? told.result : observer.getOptimisticResult(client.defaultQueryOptions(options));
  return answeredOf(result, () => void observer.refetch());
}

interface Told<Answer> {
  readonly key: string;
  readonly result: QueryObserverResult<Answer>;
}

const keyOf = ({ queryKey }: { readonly queryKey?: readonly unknown[] }): string => JSON.stringify(queryKey);

function optionsOf<Answer, Variables extends object>(
  document: Asked<Answer, Variables>,
  variables: Variables | undefined,
): QueryObserverOptions<Answer> {
  const given = new Map<string, unknown>(Object.entries(variables ?? {}));
  // With both clocks given an answer never changes.
  const isSettled = typeof given.get('asOf') === 'string' && typeof given.get('knownAt') === 'string';
  return {
    queryKey: [document.hash, variables ?? null],
    queryFn: ({ signal }) => {
      if (variables === undefined) throw new Fault('UNREACHABLE', '');
      return ask(document, variables, signal);
    },
    enabled: variables !== undefined,
    staleTime: isSettled ? Infinity : FRESH_MS,
    gcTime: KEPT_MS,
    retry: (tried, error) => tried < TRIES && error instanceof Fault && PASSING.has(error.code),
  };
}

function answeredOf<Answer>(result: QueryObserverResult<Answer>, again: () => void): Answered<Answer> {
  const { data, error, isPending } = result;
  if (error instanceof Fault && error.code === 'UNAUTHENTICATED') logInAgain();
  const fault = error === null ? undefined : error instanceof Fault ? error : new Fault('', error.message);
  return { data, fault, isPending, again };
}

/** The session has ended: one logs in and comes back to where one was. */
function logInAgain(): void {
  const { pathname, search } = location;
  location.assign(`/log-in?to=${encodeURIComponent(pathname + search)}`);
}
