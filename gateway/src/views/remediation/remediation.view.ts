import { remediationContract, type RemediationStatus } from '@zhibu/contracts';
import type { QueryRemediationArgs, QueryRemediationsArgs } from '../../generated/schema.ts';
import { fieldsOfProcess, instanceAt, instancesUnder, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import { branchAsked, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import { levelLabel } from '../problem/problem.rules.ts';
import { remediationIn } from './remediation.rules.ts';

/** 后进整顿: of a branch for the grades of a year. */
export const remediation = processView(remediationContract, { key: ['branchId', 'year'], under: 'branchId' });

export const sdl = `
extend type Query {
  "null: the branch was not under remediation for that year's grades."
  remediation(branchId: ID!, year: String!, asOf: Date, knownAt: DateTime): Remediation
  "The remediations of the living branches under an organization, by branch code. status: open, accepted, confirmed, withdrawn"
  remediations(under: ID!, year: String, status: String, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): RemediationConnection!
}

extend type Branch {
  "by year"
  remediations: [Remediation!]!
}

"后进整顿: of a branch with a confirmed grade of lagging standing, until its superior accepts it and its work committee confirms that."
type Remediation {
  branch: Branch!
  "of the grade"
  year: String!
  status: String!
  statusLabel: String!
  since: Date!
  "the lagging grades that it rests on"
  grounds: [Ground!]!
  "who helps, and until when it lasts; null: it is not planned"
  helperId: ID
  "what it is to mend, and how, by its plan; null: it is not planned, or does not say"
  problems: String
  measures: String
  "what the branch reported of it, month by month"
  reports: [RemediationReport!]!
  until: Date
  "what the branch owes next, plan or report, and until when; null: nothing"
  owes: String
  dueOn: Date
  "who was told that this is missing"
  answering: [Answering!]!
  "the event that a reaction answered by opening it"
  causedBy: RecordedFact
  steps: [Step!]!
}

type RemediationReport { on: Date!  says: String! }
type Ground { scheme: String!  roundId: ID! }
`;

type Node = ProcessNode<RemediationStatus>;

export const answering: Answering = {
  view: remediation.view,
  resolvers: {
    Query: {
      async remediation(_: unknown, { branchId, year, ...at }: QueryRemediationArgs, context: GatewayContext) {
        const moment = await context.moment(at);
        const branch = await branchAsked(context, branchId, moment.asOf);
        return instanceAt(remediation, { context, moment }, remediation.keyOf(branch.id, year));
      },
      async remediations(_: unknown, { under, ...args }: QueryRemediationsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        return instancesUnder(remediation, { context, moment }, { under: subtree, where: listed(args), args });
      },
    },
    Branch: {
      async remediations({ branchId, moment }: BranchNode, _: unknown, context: GatewayContext) {
        const standings = await remediation.ofBranch(context.at(moment)).load(branchId);
        return standings.map((standing): Node => ({ ...standing, organizationId: branchId, moment }));
      },
    },
    Remediation: {
      ...fieldsOfProcess(remediation),
      year: ({ key }: Node): string => key.slice(key.indexOf(' ') + 1),
      grounds: (node: Node) => remediationIn(node).grounds,
      helperId: (node: Node) => remediationIn(node).helperId,
      problems: (node: Node) => remediationIn(node).problems,
      measures: (node: Node) => remediationIn(node).measures,
      reports: (node: Node) => remediationIn(node).reports,
      until: (node: Node) => remediationIn(node).until,
      owes: (node: Node) => remediationIn(node).owes,
      dueOn: (node: Node) => remediationIn(node).dueOn,
      answering: (node: Node, _: unknown, { language }: GatewayContext) =>
        remediationIn(node).answering.map((row) => ({ ...row, label: levelLabel(row.level, language) })),
    },
  },
};

/** Those of a year, and of a status. */
export const listed =
  ({ year, status }: Pick<QueryRemediationsArgs, 'year' | 'status'>) =>
  (bound: (value: string) => string): readonly string[] => [
    ...(typeof year === 'string' ? [`split_part(key, ' ', 2) = ${bound(year)}`] : []),
    ...(typeof status === 'string' ? [`status = ${bound(status)}`] : []),
  ];
