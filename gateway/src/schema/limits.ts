import { refusal } from '@zhibu/contracts';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';
import type { GatewayContext } from '../request/context.ts';
import { ENTRIES_A_PAGE } from '../request/page.ts';

/**
 * A query may nest so deep, select so many fields in so many entries, tell so much of the schema, and cost so much: a
 * field that is looked up costs 1, whatever the number of its entries, for those are looked up together; a field of the
 * root costs what the few statements of a view cost.
 */
export const limits = { depth: 16, fields: 25_000, schema: 400_000, price: 1_000 } as const;
const PRICE_OF_ROOT = 5;

/** What a selection comes to: its fields, in all the entries asked for, how deep they nest, and what they cost. */
interface Extent {
  readonly fields: number;
  /** Of them, those that tell of the schema: nothing is looked up for them, but they are many. */
  readonly schema: number;
  readonly depth: number;
  readonly price: number;
}

const nothing: Extent = { fields: 0, schema: 0, depth: 0, price: 0 };

interface Measuring {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Each fragment is measured once, however often it is spread. */
  readonly measured: Map<string, Extent>;
}

/**
 * Refuses a query too deep, too wide or too dear before anything is looked up.
 * @param spend is told the price of each that goes on, and whether it is a command
 */
export function limitsPlugin(
  spend: (context: GatewayContext, asked: { readonly price: number; readonly isCommand: boolean }) => void,
): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        if (!operation) return;
        const price = refuseLargeOperation({ schema, document, operation, variables: request.variables ?? {} });
        spend(contextValue, { price, isCommand: operation.operation === OperationTypeNode.MUTATION });
      },
    }),
  };
}

/** An operation with what its size follows from. */
export interface Measured {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * @returns what the operation costs
 * @throws GraphQLError of QUERY_TOO_LARGE as soon as a limit is passed; nothing beyond it is counted
 */
export function refuseLargeOperation({ schema, document, operation, variables }: Measured): number {
  const root = schema.getRootType(operation.operation);
  const measuring = { schema, variables, fragments: fragmentsOf(document), measured: new Map<string, Extent>() };
  return root ? extentOf(operation.selectionSet, root.name, measuring).price : 0;
}

function extentOf(selection: SelectionSetNode, type: string, measuring: Measuring): Extent {
  let { fields, schema, depth, price } = nothing;
  for (const node of selection.selections) {
    const extent = extentOfNode(node, type, measuring);
    fields += extent.fields;
    schema += extent.schema;
    price += extent.price;
    depth = Math.max(depth, extent.depth);
    // What is selected below is selected at least once above, so what is too large here is so in all.
    refuseBeyond({ fields, schema, depth, price });
  }
  return { fields, schema, depth, price };
}

function refuseBeyond({ fields, schema, depth, price }: Extent): void {
  if (depth > limits.depth) throw tooLarge({ of: 'depth', limit: limits.depth });
  if (fields > limits.fields) throw tooLarge({ field: 'first', of: 'fields', limit: limits.fields });
  if (schema > limits.schema) throw tooLarge({ of: 'schema', limit: limits.schema });
  if (price > limits.price) throw tooLarge({ of: 'price', limit: limits.price });
}

function extentOfNode(node: SelectionNode, type: string, measuring: Measuring): Extent {
  switch (node.kind) {
    case Kind.FIELD:
      return extentOfField(node, type, measuring);
    case Kind.INLINE_FRAGMENT:
      return extentOf(node.selectionSet, node.typeCondition?.name.value ?? type, measuring);
    case Kind.FRAGMENT_SPREAD:
      return extentOfFragment(node.name.value, measuring);
  }
}

function extentOfFragment(name: string, measuring: Measuring): Extent {
  const known = measuring.measured.get(name);
  if (known) return known;
  // Validation lets no circle through; should one come, it ends here.
  measuring.measured.set(name, nothing);
  const fragment = measuring.fragments.get(name);
  const extent = fragment ? extentOf(fragment.selectionSet, fragment.typeCondition.name.value, measuring) : nothing;
  measuring.measured.set(name, extent);
  return extent;
}

function extentOfField(node: FieldNode, type: string, measuring: Measuring): Extent {
  const field = fieldOf(measuring.schema, type, node.name.value);
  const isTold = isOfSchema(type) || TELLING.has(node.name.value);
  const [own, ofSchema] = [field && !isTold ? priceOfField(field, type, measuring.schema) : 0, Number(isTold)];
  if (!field || !node.selectionSet) return { fields: 1 - ofSchema, schema: ofSchema, depth: 1, price: own };
  const below = extentOf(node.selectionSet, getNamedType(field.type).name, measuring);
  const times = ofSchema ? entriesOfSchema(field, measuring.schema) : entries(field, node, measuring);
  return {
    fields: 1 - ofSchema + below.fields * times,
    schema: ofSchema + below.schema * times,
    depth: 1 + below.depth,
    price: own + below.price,
  };
}

/** Fields that are only properties of what was looked up before cost nothing. */
function priceOfField({ resolve, type }: GraphQLField<unknown, unknown>, on: string, schema: GraphQLSchema): number {
  const roots = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  if (roots.includes(on)) return PRICE_OF_ROOT;
  return resolve || isCompositeType(getNamedType(type)) ? 1 : 0;
}

/** What leads from the root into the schema; `__typename` is a field like any other. */
const TELLING: ReadonlySet<string> = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);
const isOfSchema = (name: string): boolean => name.startsWith('__');

/** How many entries a list of the schema has: every type, and of each about so many fields, arguments and the like. */
function entriesOfSchema({ name, type }: GraphQLField<unknown, unknown>, schema: GraphQLSchema): number {
  if (!isListType(getNullableType(type))) return 1;
  return name === 'types' ? Object.keys(schema.getTypeMap()).length : (entriesOfLists[name] ?? 1);
}

const entriesOfLists: Readonly<Record<string, number>> = { fields: 8, inputFields: 8, args: 2, enumValues: 4 };

const metaFields: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

function fieldOf(schema: GraphQLSchema, type: string, name: string): GraphQLField<unknown, unknown> | undefined {
  const known = schema.getType(type);
  const own = isObjectType(known) || isInterfaceType(known) ? known.getFields()[name] : undefined;
  return own ?? metaFields.get(name);
}

/** How many entries a field asks for; a value outside of 1 to 200 is refused where the page is made. */
function entries(field: GraphQLField<unknown, unknown>, node: FieldNode, { variables }: Measuring): number {
  const first = field.args.find((argument) => argument.name === 'first');
  if (!first) return 1;
  const given = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
  const value = given ? valueOf(given, variables) : first.defaultValue;
  return typeof value === 'number' ? Math.min(Math.max(value, 1), ENTRIES_A_PAGE) : ENTRIES_A_PAGE;
}

function valueOf(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.VARIABLE ? variables[node.name.value] : undefined;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}

function tooLarge(details: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError('QUERY_TOO_LARGE', {
    originalError: refusal('QUERY_TOO_LARGE', details),
    extensions: { http: { status: 400 } },
  });
}
