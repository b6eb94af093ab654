import {
  inspectionOutcomeWords,
  type InspectionOutcome,
  severityWords,
  spotCheckWords,
  type Wording,
  wordsOfAspect,
} from '@zhibu/contracts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { SeenId } from '../../scope/seen.ts';
import { designationAt } from '../designation/designation.view.ts';
import type { Moment } from '../moment.ts';
import type { InspectionDetails, NoticeDetails } from './inspection.rules.ts';
import { type FindingNode, itemFields, itemText } from './item.resolver.ts';

export type NoticeNode = NoticeDetails & { readonly moment: Moment };

/** A designation that is reviewed; `reviewed`: null while the inspection is not concluded. */
export interface ReviewedNode {
  readonly programme: string;
  readonly reviewed: InspectionOutcome | null;
  readonly organizationId: SeenId;
  readonly moment: Moment;
}

type Finding = InspectionDetails['findings'][number];
type Check = InspectionDetails['spotChecks'][number];

/** A code with what it is called. */
export const worded = <Code extends string>(
  words: Readonly<Record<Code, Wording>>,
  code: Code,
  context: GatewayContext,
) => ({ code, label: words[code][context.language] });

const isPast = (day: string, done: string | null, { asOf }: Moment): boolean => done === null && day < asOf;

/** What stands within an inspection: what it reviews, what was found and asked, and its notice. */
export const partsOfInspection: Resolvers = {
  DesignationReviewed: {
    outcome: ({ reviewed }: ReviewedNode, _: unknown, context: GatewayContext) =>
      reviewed && worded(inspectionOutcomeWords, reviewed, context),
    designation: ({ programme, organizationId, moment }: ReviewedNode, _: unknown, context: GatewayContext) =>
      designationAt({ context, moment }, programme, organizationId),
  },
  InspectionFinding: {
    id: ({ findingId }: Finding) => findingId,
    aspect: ({ aspect }: Finding, _: unknown, { language }: GatewayContext) => ({
      code: aspect,
      label: wordsOfAspect(aspect)[language],
    }),
    itemText: (finding: FindingNode, _: unknown, context: GatewayContext) => itemText(finding, context),
    severity: ({ severity }: Finding, _: unknown, context: GatewayContext) => worded(severityWords, severity, context),
    programme: ({ programmeId }: Finding) => programmeId ?? null,
    evidence: ({ evidence }: Finding) => evidence ?? [],
    withdrawn: ({ isWithdrawn }: Finding) => isWithdrawn,
  },
  ...itemFields,
  SpotCheck: {
    id: ({ spotCheckId }: Check) => spotCheckId,
    kind: ({ kind }: Check, _: unknown, context: GatewayContext) => worded(spotCheckWords, kind, context),
  },
  RectificationNotice: {
    documentNo: ({ basis }: NoticeNode) => basis.documentNo,
    issuedOn: ({ effectiveOn }: NoticeNode) => effectiveOn,
    acknowledgementOverdue: ({ acknowledgeBy, acknowledgedOn, moment }: NoticeNode) =>
      isPast(acknowledgeBy, acknowledgedOn, moment),
    replyOverdue: ({ replyBy, repliedOn, moment }: NoticeNode) => isPast(replyBy, repliedOn, moment),
  },
};
