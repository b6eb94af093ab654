import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Fields that both moments fix for ever and that show no person. Left out are references to persons (secretary, actor,
 * responsible), free text, and what tells of later events (what a fact led to). A field not named here is not steady.
 */
const STEADY: Readonly<Record<string, readonly string[]>> = {
  Query: ['dashboard', 'branches', 'organizations', 'organization', 'organizationsWithFinding'],
  Dashboard: [
    'under',
    'branches',
    'grades',
    'ungraded',
    'byChild',
    'transitions',
    'latestPeriod',
    'problems',
    'findings',
  ],
  GradeCount: ['grade', 'label', 'standing', 'count'],
  ChildCount: ['organization', 'branches', 'grades', 'ungraded'],
  Transition: ['fromGrade', 'toGrade', 'count'],
  ProblemCounts: ['open', 'overdue', 'closed', 'reopened', 'byStatus', 'byAspect', 'byLevel'],
  CodeCount: ['code', 'label', 'count'],
  BranchConnection: ['edges', 'pageInfo', 'totalCount'],
  BranchEdge: ['cursor', 'node'],
  Branch: ['organization', 'rating', 'openProblems'],
  OrganizationConnection: ['edges', 'pageInfo', 'totalCount'],
  OrganizationEdge: ['cursor', 'node'],
  Organization: [
    'id',
    'code',
    'kind',
    'kindLabel',
    'name',
    'sector',
    'openedOn',
    'dissolvedOn',
    'parent',
    'children',
    'findings',
    'fullMembers',
    'probationaryMembers',
    'committeeElectedOn',
    'termYears',
  ],
  FindingCount: ['code', 'weight', 'says', 'organizations'],
  Finding: ['code', 'clause', 'weight', 'says'],
  Rating: ['branchId', 'scheme', 'period', 'grade', 'label', 'confirmed', 'score', 'effectiveFrom', 'effectiveTo'],
  PageInfo: ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
};

/** An operation as its client sent it. */
export interface Sent {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Whether the answer to all that a document asks never changes: both moments are given, and only steady fields selected. */
export function isSteady({ schema, document, variables }: Sent): boolean {
  const types = new TypeInfo(schema);
  let steady = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        const type = types.getParentType()?.name ?? '';
        const fixed = type !== 'Query' || MOMENTS.every((moment) => isGiven(node, moment, variables));
        steady &&= fixed && (STEADY[type]?.includes(node.name.value) ?? false);
      },
    }),
  );
  return steady;
}

const MOMENTS = ['asOf', 'knownAt'];

function isGiven({ arguments: given = [] }: FieldNode, name: string, variables: Sent['variables']): boolean {
  const value = given.find((argument: ArgumentNode) => argument.name.value === name)?.value;
  if (value?.kind === Kind.STRING) return true;
  return value?.kind === Kind.VARIABLE && typeof variables[value.name.value] === 'string';
}
