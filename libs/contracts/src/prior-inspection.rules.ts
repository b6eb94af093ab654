import type { InspectionOutcome, Severity } from './inspection.words.ts';

/**
 * Whether an outcome from before the platform is better than what was found allows: where a major finding stands it did not
 * pass, and where a grave one does it failed. From how many major ones on a visit fails each body sets, and not every paper
 * lists all that was found: a worse outcome is taken as it was. Source: domain.md, section 6 (inspection).
 */
export function isBetterThanFound(
  outcome: InspectionOutcome,
  findings: readonly { readonly severity: Severity }[],
): boolean {
  const found = new Set(findings.map(({ severity }) => severity));
  return found.has('grave') ? outcome !== 'fail' : found.has('major') && outcome === 'pass';
}
