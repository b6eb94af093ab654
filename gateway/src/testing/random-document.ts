import { getNamedType, type GraphQLField, type GraphQLSchema, isCompositeType, isObjectType } from 'graphql';
import { forestPlaces } from './random-forest.ts';

/** A field that a document selects, with what it selects below. */
export interface Selected {
  readonly type: string;
  readonly field: string;
  /** The type that it answers with. */
  readonly answers: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly below: readonly Selected[];
}

/** Numbers from 0 to 1 by which a document is made. */
export type Random = () => number;

/** What tells whose an entry is, and on which days it holds: always selected. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  Organization: ['id'],
  Branch: ['organization'],
  Problem: ['organization'],
  Remediation: ['branch'],
  Designation: ['organization'],
  Rating: ['branchId', 'effectiveFrom', 'effectiveTo'],
  RatingSpan: ['from', 'to'],
  NameOverDays: ['from', 'to'],
  ParentOverDays: ['from', 'to'],
  RecordedFact: ['eventId'],
  Duty: ['personId', 'organization'],
  Missing: ['organization'],
};

const keysOf = (type: string): readonly string[] => {
  // How many there are is told by whose they are.
  if (type.endsWith('Connection')) return ['edges'];
  return type.endsWith('Edge') ? ['node'] : (KEYS[type] ?? []);
};

/** What is told of an organization to whom it is only named. */
const NAMED = ['id', 'code', 'kind', 'kindLabel', 'name'];
const NAMED_AT = new Set([
  'Organization.parent',
  'ParentOverDays.parent',
  'Organization.jointUnits',
  'Organization.jointBranches',
  'Duty.organization',
  'ChildCount.organization',
  'OutOfRound.organization',
  'UnitReview.unit',
  'QuotaReading.organization',
  'Missing.organization',
]);

/** They count how entries follow each other, which differs with how many of them are told; or are what a person typed. */
const LEFT_OUT = new Set(['PageInfo', 'Edition', 'Transition']);
const DEPTH = 6;

/** A document that asks one root field about a subject, with random fields below to any depth. */
export function randomDocument(
  schema: GraphQLSchema,
  root: { readonly field: string; readonly args: Readonly<Record<string, unknown>>; readonly isOnlyNamed: boolean },
  random: Random,
): Selected {
  const field = schema.getQueryType()?.getFields()[root.field];
  if (!field) throw new Error(`there is no root field ${root.field}`);
  const make = new DocumentMaker(schema, random);
  return make.selected('Query', field, { depth: 0, args: root.args, isOnlyNamed: root.isOnlyNamed });
}

interface Made {
  readonly depth: number;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly isOnlyNamed?: boolean;
}

class DocumentMaker {
  private readonly schema: GraphQLSchema;
  private readonly random: Random;

  constructor(schema: GraphQLSchema, random: Random) {
    this.schema = schema;
    this.random = random;
  }

  selected(
    type: string,
    field: GraphQLField<unknown, unknown>,
    { depth, args = this.arguments(field), isOnlyNamed = NAMED_AT.has(`${type}.${field.name}`) }: Made,
  ): Selected {
    const answers = getNamedType(field.type);
    const below = isCompositeType(answers) ? this.below(answers.name, depth + 1, isOnlyNamed) : [];
    return { type, field: field.name, answers: answers.name, args, below };
  }

  private below(type: string, depth: number, isOnlyNamed: boolean): readonly Selected[] {
    const composite = this.schema.getType(type);
    if (!isObjectType(composite)) return [];
    const keys = keysOf(type);
    const fields = Object.values(composite.getFields()).filter(
      (field) => keys.includes(field.name) || this.isChosen(field, { depth, isOnlyNamed }),
    );
    const chosen = fields.map((field) => this.selected(type, field, { depth }));
    return chosen.length > 0 ? chosen : this.firstOf(type, depth);
  }

  private isChosen(field: GraphQLField<unknown, unknown>, { depth, isOnlyNamed }: Made): boolean {
    const { name } = getNamedType(field.type);
    if (isOnlyNamed) return NAMED.includes(field.name);
    if (LEFT_OUT.has(name)) return false;
    if (!isCompositeType(getNamedType(field.type))) return this.random() < 0.4;
    const isPage = field.name === 'edges' || field.name === 'node';
    return depth < DEPTH && (isPage || this.random() < 0.25);
  }

  /** Something must be selected: the first field that is a leaf. */
  private firstOf(type: string, depth: number): readonly Selected[] {
    const composite = this.schema.getType(type);
    const fields = isObjectType(composite) ? Object.values(composite.getFields()) : [];
    const leaf = fields.find((field) => !isCompositeType(getNamedType(field.type)));
    return leaf ? [this.selected(type, leaf, { depth })] : [];
  }

  private arguments(field: GraphQLField<unknown, unknown>): Readonly<Record<string, unknown>> {
    const given: Readonly<Record<string, unknown>> = {
      first: 200,
      scheme: 'classification',
      year: 2021,
      from: '2020',
      to: '2021',
      kind: 'PRIOR_GRADE',
      period: this.random() < 0.5 ? null : '2021',
    };
    const names = field.args.map(({ name }) => name).filter((name) => name in given);
    return Object.fromEntries(names.map((name) => [name, given[name]]));
  }
}

/** One of several, by chance. */
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

export const anyPlace = (random: Random): string => pick(random, forestPlaces);

/** A day on which something in a forest may have been otherwise. */
export const anyDayOf = (random: Random): string =>
  new Date(Date.UTC(2020, 0, 1) + Math.floor(random() * 1000) * 86_400_000).toISOString().slice(0, 10);

/** A document as GraphQL. */
export function textOf({ field, args, below }: Selected): string {
  const given = Object.entries(args).map(([name, value]) => `${name}: ${literal(name, value)}`);
  const asked = given.length === 0 ? '' : `(${given.join(', ')})`;
  return `${field}${asked}${below.length === 0 ? '' : ` { ${below.map(textOf).join(' ')} }`}`;
}

const literal = (name: string, value: unknown): string => (name === 'kind' ? String(value) : JSON.stringify(value));
