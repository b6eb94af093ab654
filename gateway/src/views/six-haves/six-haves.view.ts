import {
  type CheckedItem,
  sixHaves as words,
  sixHavesContract,
  sixHavesEvents,
  type SixHavesEvent,
  sixHavesStandingWords,
  type SixHavesStatus,
} from '@zhibu/contracts';
import { addMonths } from '@zhibu/kernel';
import { fieldsOfProcess, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';

/** 六有 of each branch, check by check. */
export const sixHaves = processView(sixHavesContract, { key: ['branchId'], under: 'branchId' });

export const sdl = `
extend type Branch {
  "as checked last by asOf; null: nobody has checked"
  sixHaves: SixHaves
}

"六有: venue, equipment, signage, reading corner, systems, staff."
type SixHaves {
  branch: Branch!
  checkedOn: Date!
  "yearly, acceptance or reinspection"
  occasion: String!
  "checked more than 12 months before asOf"
  stale: Boolean!
  "each met, fully or by function"
  complete: Boolean!
  items: [SixHave!]!
  steps: [Step!]!
}

"instead: of what is met by function, what serves and where"
type SixHave { item: String!  label: String!  standing: String!  standingLabel: String!  instead: String  evidence: [String!]! }
`;

/** 六有: what was checked longer ago is stale (domain.md, section 4). */
const STALE_AFTER_MONTHS = 12;

type Node = ProcessNode<SixHavesStatus>;

/** The last check by the day. */
const lastIn = ({ steps }: Node): SixHavesEvent['data'] =>
  sixHavesEvents.SixHavesRecorded.schema.parse(
    steps.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1)).at(-1)?.said,
  );

const itemNode = ({ item, standing, instead, evidence }: CheckedItem, { language }: GatewayContext) => ({
  item,
  label: words[item]?.[language] ?? item,
  standing,
  standingLabel: sixHavesStandingWords[standing][language],
  instead: instead ?? null,
  evidence: evidence ?? [],
});

export const answering: Answering = {
  view: sixHaves.view,
  resolvers: {
    Branch: {
      async sixHaves({ branchId, moment }: BranchNode, _: unknown, context: GatewayContext): Promise<Node | null> {
        const [found] = await sixHaves.ofBranch(context.at(moment)).load(branchId);
        return found ? { ...found, organizationId: branchId, moment } : null;
      },
    },
    SixHaves: {
      branch: fieldsOfProcess(sixHaves).branch,
      steps: fieldsOfProcess(sixHaves).steps,
      checkedOn: (node: Node): string => lastIn(node).effectiveOn,
      occasion: (node: Node): string => lastIn(node).occasion,
      stale: (node: Node): boolean => addMonths(lastIn(node).effectiveOn, STALE_AFTER_MONTHS) < node.moment.asOf,
      complete: (node: Node): boolean => lastIn(node).unmet.length === 0,
      items: (node: Node, _: unknown, context: GatewayContext) =>
        lastIn(node).items.map((item) => itemNode(item, context)),
    },
  },
};
