import {
  approvalWords,
  programmeContract,
  programmeEvents,
  programmeKindWords,
  programmeLevelWords,
  type ProgrammeEvent,
  type ProgrammeStatus,
} from '@zhibu/contracts';
import type { QueryProgrammeArgs, Worded } from '../../generated/schema.ts';
import { fieldsOfProcess } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { Standing } from '../../process/standing.lookup.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { Moment } from '../moment.ts';
import { organizationNamed, type OrganizationNode } from '../organization/organization.resolver.ts';

/** 命名项目: published to all whom they are for, and no row of anybody stands in them. */
export const programme = processView(programmeContract, {
  key: ['programmeId'],
  under: 'bodyId',
  ofEveryKind: true,
  openToAll: true,
});

export const sdl = `
extend type Query {
  "null: no such programme was registered by then."
  programme(id: ID!, asOf: Date, knownAt: DateTime): Programme
}

extend type Organization {
  "what it designates by, where it is a body that designates; by id"
  programmes: [Programme!]!
}

"命名项目: what is designated at a level, and by which body."
type Programme {
  id: ID!
  bodyId: ID!
  "who designates"
  body: Organization!
  level: String!
  levelLabel: String!
  kind: String!
  kindLabel: String!
  title: String!
  criteria: String
  "kinds of organization that may apply"
  subjects: [String!]!
  validityYears: Int!
  "MM-DD, both included; null: applications are taken in at any time"
  windowFrom: String
  windowTo: String
  noticeWorkingDays: Int!
  "a designation is inspected again after so many months"
  cycleMonths: Int!
  batchLimit: Int
  "on what it rests, as recorded last; null: nothing was recorded"
  approval: Worded
  "the document of that; null: nothing was recorded"
  approvalDocumentNo: String
  since: Date!
  "of its last event, in its stream"
  revision: Int!
  status: String!
  statusLabel: String!
}
`;

/** A programme as it stands at a moment. */
export interface ProgrammeNode extends Standing<ProgrammeStatus> {
  readonly moment: Moment;
}

type Registered = Extract<ProgrammeEvent, { type: 'ProgrammeRegistered' }>['data'];
type Approved = Extract<ProgrammeEvent, { type: 'ApprovalBasisRecorded' }>['data'];

/** What was registered. @throws Error where a programme has no registration, which its contract rules out */
export const registeredIn = ({ steps }: Standing<ProgrammeStatus>): Registered =>
  programmeEvents.ProgrammeRegistered.schema.parse(steps[0]?.said);

function approvalIn({ steps }: ProgrammeNode): Approved | null {
  const last = steps.findLast(({ type }) => type === 'ApprovalBasisRecorded');
  return last ? programmeEvents.ApprovalBasisRecorded.schema.parse(last.said) : null;
}

const approvalWorded = (node: ProgrammeNode, { language }: GatewayContext): Worded | null => {
  const approval = approvalIn(node)?.approval;
  return approval ? { code: approval, label: approvalWords[approval][language] } : null;
};

export const answering: Answering = {
  view: programme.view,
  resolvers: {
    Query: {
      async programme(_: unknown, { id, ...at }: QueryProgrammeArgs, context: GatewayContext) {
        const moment = await context.moment(at);
        const found = await programme.byKey(context.at(moment)).load(id);
        return found ? { ...found, moment } : null;
      },
    },
    Organization: {
      async programmes({ id, moment }: OrganizationNode, _: unknown, context: GatewayContext) {
        const standings = await programme.ofBranch(context.at(moment)).load(id);
        return standings.map((standing): ProgrammeNode => ({ ...standing, moment }));
      },
    },
    Programme: {
      statusLabel: fieldsOfProcess(programme).statusLabel,
      id: ({ key }: ProgrammeNode): string => key,
      bodyId: (node: ProgrammeNode): string => registeredIn(node).bodyId,
      body: (node: ProgrammeNode, _: unknown, context: GatewayContext) =>
        organizationNamed(context, node.moment, registeredIn(node).bodyId),
      level: (node: ProgrammeNode): string => registeredIn(node).level,
      levelLabel: (node: ProgrammeNode, _: unknown, { language }: GatewayContext): string =>
        programmeLevelWords[registeredIn(node).level][language],
      kind: (node: ProgrammeNode): string => registeredIn(node).programmeKind,
      kindLabel: (node: ProgrammeNode, _: unknown, { language }: GatewayContext): string =>
        programmeKindWords[registeredIn(node).programmeKind][language],
      title: (node: ProgrammeNode): string => registeredIn(node).title,
      criteria: (node: ProgrammeNode): string | null => registeredIn(node).criteria ?? null,
      subjects: (node: ProgrammeNode): readonly string[] => registeredIn(node).subjects,
      validityYears: (node: ProgrammeNode): number => registeredIn(node).validityYears,
      windowFrom: (node: ProgrammeNode): string | null => registeredIn(node).window?.from ?? null,
      windowTo: (node: ProgrammeNode): string | null => registeredIn(node).window?.to ?? null,
      noticeWorkingDays: (node: ProgrammeNode): number => registeredIn(node).noticeWorkingDays,
      cycleMonths: (node: ProgrammeNode): number => registeredIn(node).cycleMonths,
      batchLimit: (node: ProgrammeNode): number | null => registeredIn(node).batchLimit ?? null,
      approval: (node: ProgrammeNode, _: unknown, context: GatewayContext) => approvalWorded(node, context),
      approvalDocumentNo: (node: ProgrammeNode): string | null => approvalIn(node)?.basis.documentNo ?? null,
      revision: ({ steps }: ProgrammeNode): number => steps.at(-1)?.revision ?? 0,
    },
  },
};
