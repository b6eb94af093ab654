import { type Answer, type ReactionTable, reactionsWith } from '@zhibu/contracts';
import type { facts } from './answering.lookup.ts';

const whenever = reactionsWith<typeof facts>();

const cancel = (inspectionId: string, reason: string): Answer => ({
  name: 'CancelInspection',
  data: { inspectionId, because: 'organization-dissolved', reason },
});

/** Concluded or cancelled since it was looked up; or the dissolution was taken back. */
const NOT_OPEN = ['INSPECTION_CONCLUDED', 'INSPECTION_NOT_OVERTAKEN'] as const;

/** Who answers whom (domain.md, section 7). What a coming day brings the timetable finds. */
export const supervisionReactions: ReactionTable = {
  /** What is not concluded of an organization ends with its dissolution, for that reason. */
  'dissolution-cancels-inspections': whenever('OrganizationDissolved')
    .finding('inspectionsOvertaken')
    .then(({ data: { reason } }, open = []) => open.map((inspectionId) => cancel(inspectionId, reason)))
    .done(...NOT_OPEN),

  /** What is scheduled of an organization whose dissolution is known already ends by that dissolution. */
  'late-inspection-ends': whenever('InspectionScheduled')
    .finding('missedDissolution')
    .then(({ data: { inspectionId } }, missed) => {
      if (!missed) return [];
      const { eventId: id, correlationId, reason } = missed;
      return [{ ...cancel(inspectionId, reason), cause: { id, correlationId } }];
    })
    .done(...NOT_OPEN),

  /** What is joined stands in both plans, so that the body below, which does not see its superior's, is told too. */
  'joined-items-are-told-in-both-plans': whenever('PlanItemsJoined')
    .then(({ data: { bodyId, year, itemId, other } }) => [
      {
        name: 'JoinPlanItems',
        data: { bodyId: other.bodyId, year: other.year, itemId: other.itemId, other: { bodyId, year, itemId } },
      },
    ])
    // One of the items was amended since.
    .done('PLAN_ITEM_UNKNOWN', 'PLAN_ITEMS_APART'),
};
