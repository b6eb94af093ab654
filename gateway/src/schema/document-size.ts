import { refusal } from '@zhibu/contracts';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { textLimits } from './query-size.ts';

/**
 * How much a document may select, its fragments written out wherever they are spread, and how often it may select the
 * same: GraphQL's own validation compares every two selections that answer under one name, and every two below them.
 */
export const documentLimits = { selections: 5_000, pairs: 20_000, levels: 40 } as const;

/** The fields of one place of the answer, by the name they answer under; what they select below belongs together, too. */
interface Place {
  readonly counts: Map<string, number>;
  readonly below: Map<string, Place>;
  /** Fragments are compared with each other, too, whether or not there are such. */
  spreads: number;
}

interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragments that are being written out: one that spreads itself ends there, and validation names it. */
  readonly within: Set<string>;
  selections: number;
  pairs: number;
}

/**
 * Looks over a document before GraphQL validates it. What is no GraphQL is left to the parser that comes after.
 * @throws Refusal QUERY_TOO_LARGE with the limit that is passed; SUBSCRIPTION_UNSUPPORTED
 */
export function refuseLargeDocument(text: string): void {
  const document = parsed(text);
  if (!document) return;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const walk: Walk = { fragments, within: new Set(), selections: 0, pairs: 0 };
  for (const each of document.definitions) {
    if (each.kind === Kind.OPERATION_DEFINITION && each.operation === OperationTypeNode.SUBSCRIPTION)
      throw refusal('SUBSCRIPTION_UNSUPPORTED');
    if ('selectionSet' in each) lookOver(each.selectionSet, newPlace(), walk, 1);
  }
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text, { maxTokens: textLimits.tokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

const newPlace = (): Place => ({ counts: new Map(), below: new Map(), spreads: 0 });

function lookOver(selectionSet: SelectionSetNode, place: Place, walk: Walk, level: number): void {
  refuseOver('levels', level);
  for (const selection of selectionSet.selections) {
    walk.selections += 1;
    refuseOver('selections', walk.selections);
    lookAt(selection, place, walk, level);
  }
}

function lookAt(selection: SelectionNode, place: Place, walk: Walk, level: number): void {
  switch (selection.kind) {
    case Kind.INLINE_FRAGMENT:
      return lookOver(selection.selectionSet, place, walk, level + 1);
    case Kind.FRAGMENT_SPREAD:
      return writeOut(selection.name.value, place, walk, level);
    case Kind.FIELD: {
      const name = (selection.alias ?? selection.name).value;
      const before = place.counts.get(name) ?? 0;
      place.counts.set(name, before + 1);
      compared(walk, before);
      if (!selection.selectionSet) return;
      const below = place.below.get(name) ?? newPlace();
      place.below.set(name, below);
      return lookOver(selection.selectionSet, below, walk, level + 1);
    }
  }
}

function compared(walk: Walk, pairs: number): void {
  walk.pairs += pairs;
  refuseOver('pairs', walk.pairs);
}

function writeOut(name: string, place: Place, walk: Walk, level: number): void {
  compared(walk, place.spreads);
  place.spreads += 1;
  const fragment = walk.fragments.get(name);
  if (!fragment || walk.within.has(name)) return;
  walk.within.add(name);
  lookOver(fragment.selectionSet, place, walk, level + 1);
  walk.within.delete(name);
}

function refuseOver(of: keyof typeof documentLimits, found: number): void {
  if (found > documentLimits[of]) throw refusal('QUERY_TOO_LARGE', { of, limit: documentLimits[of] });
}
