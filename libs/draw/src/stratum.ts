/** The highest level at which a branch is designated. */
export type DesignatedLevel = 'province' | 'city' | 'committee' | 'none';
/** The standing of its confirmed grade in force. */
export type GradeStanding = 'leading' | 'ordinary' | 'lagging' | 'none';

const TWO_STAGES = [
  { below: 12, says: '0-12' },
  { below: 24, says: '12-24' },
] as const;

/**
 * A branch's stratum on the day of the announcement: `designation|grade|months` (draw.md, Stratum).
 * @param monthsSinceVisit full months since the last comprehensive visit; undefined: never
 */
export function stratumOf(
  designation: DesignatedLevel,
  grade: GradeStanding,
  monthsSinceVisit: number | undefined,
): string {
  const stage = TWO_STAGES.find(({ below }) => monthsSinceVisit !== undefined && monthsSinceVisit < below);
  return `${designation}|${grade}|${stage?.says ?? '24+'}`;
}
