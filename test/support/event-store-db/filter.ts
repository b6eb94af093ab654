import type { ReadReq as Request } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerRecord } from './records.ts';

type Options = NonNullable<ReturnType<Request['getOptions']>>;
type FilterOptions = NonNullable<ReturnType<Options['getFilter']>>;
type Expression = NonNullable<ReturnType<FilterOptions['getEventType']>>;

/** What a subscription asks for, and how often it is told how far it has come. */
export interface Filter {
  readonly matches: (record: ServerRecord) => boolean;
  /** So many records are looked at for a page. */
  readonly window: number;
  /** A checkpoint after so many records looked at; Infinity: never, as without a filter. */
  readonly interval: number;
}

/** Where it is not told, the server looks at as many as it reads at once. */
const WINDOW = 32;
const WITHOUT_FILTER: Filter = { matches: () => true, window: WINDOW, interval: Infinity };

export function filterOf(options: Options | undefined): Filter {
  const filter = options?.getFilter();
  if (!filter) return WITHOUT_FILTER;
  const window = filter.hasMax() ? Math.max(1, filter.getMax()) : WINDOW;
  const [names, types] = [filter.getStreamIdentifier(), filter.getEventType()];
  return {
    matches: ({ stream, type }) => expresses(names, stream) && expresses(types, type),
    window,
    interval: window * Math.max(1, filter.getCheckpointintervalmultiplier()),
  };
}

function expresses(expression: Expression | undefined, text: string): boolean {
  if (!expression) return true;
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return prefixes.some((prefix) => text.startsWith(prefix));
  return new RegExp(expression.getRegex()).test(text);
}
