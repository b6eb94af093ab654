/** What a duty may allow its holder to do (access.md, section 2); data until duties are recorded. `system`: no person. */
export const rights = [
  'register',
  'record-facts',
  'record-activity',
  'draft-edition',
  'publish-edition',
  'open-round',
  'close-round',
  'review-unit',
  'rate',
  'decide-grade',
  'judge-problem',
  'rectify',
  'grant',
  'report-completion',
  'verify',
  'accept-remediation',
  'confirm-remediation',
  'system',
] as const;
export type Right = (typeof rights)[number];
