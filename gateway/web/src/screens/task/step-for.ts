/** What is done about a problem that stands so, by whoever may send these commands; undefined: nothing, by him, now. */
export function stepFor(status: string, may: readonly string[]): 'report' | 'verify' | undefined {
  if (status === 'rectifying' && may.includes('ReportCompletion')) return 'report';
  if (status === 'reported' && may.includes('VerifyCompletion')) return 'verify';
  return undefined;
}
