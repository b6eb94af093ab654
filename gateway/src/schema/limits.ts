import { refusal } from '@zhibu/contracts';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { ENTRIES_A_PAGE } from '../request/page.ts';

/** A query may nest so deep, and select so many fields in so many entries. */
export const limits = { depth: 16, fields: 25_000 } as const;

/** What a selection comes to: its fields, in all the entries asked for, and how deep they nest. */
interface Extent {
  readonly fields: number;
  readonly depth: number;
}

const nothing: Extent = { fields: 0, depth: 0 };

interface Measuring {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Each fragment is measured once, however often it is spread. */
  readonly measured: Map<string, Extent>;
}

/** Refuses a query too deep or too wide before anything is looked up. */
export const limitsPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (operation) refuseLargeOperation({ schema, document, operation, variables: request.variables ?? {} });
    },
  }),
};

/** An operation with what its size follows from. */
export interface Measured {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** @throws GraphQLError of QUERY_TOO_LARGE as soon as a limit is passed; nothing beyond it is counted */
export function refuseLargeOperation({ schema, document, operation, variables }: Measured): void {
  const root = schema.getRootType(operation.operation);
  const measuring = { schema, variables, fragments: fragmentsOf(document), measured: new Map<string, Extent>() };
  if (root) extentOf(operation.selectionSet, root.name, measuring);
}

function extentOf(selection: SelectionSetNode, type: string, measuring: Measuring): Extent {
  let { fields, depth } = nothing;
  for (const node of selection.selections) {
    const extent = extentOfNode(node, type, measuring);
    fields += extent.fields;
    depth = Math.max(depth, extent.depth);
    // What is selected below is selected at least once above, so what is too large here is so in all.
    if (depth > limits.depth) throw tooLarge({ of: 'depth', limit: limits.depth });
    if (fields > limits.fields) throw tooLarge({ field: 'first', of: 'fields', limit: limits.fields });
  }
  return { fields, depth };
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
  if (!field || !node.selectionSet) return { fields: 1, depth: 1 };
  const below = extentOf(node.selectionSet, getNamedType(field.type).name, measuring);
  return { fields: 1 + below.fields * entries(field, node, measuring), depth: 1 + below.depth };
}

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
