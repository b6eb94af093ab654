/**
 * What came after Chromium 86, taken away before a page loads: syntax is lowered by the build, interfaces are not. A page
 * that uses one of these fails as it would on the oldest browsers of UOS and Kylin.
 */
export const fence = `
  const later = [
    [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
    [Object.getPrototypeOf(Int8Array.prototype), ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with']],
    [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
    [Object, ['hasOwn', 'groupBy']],
    [Map, ['groupBy']],
    [Array, ['fromAsync']],
    [Promise, ['withResolvers', 'try']],
    [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
    [AbortSignal, ['timeout', 'any', 'abort']],
    [AbortSignal.prototype, ['throwIfAborted']],
    [Crypto.prototype, ['randomUUID']],
    [window, ['structuredClone', 'scheduler', 'navigation', 'reportError']],
    [URL, ['canParse', 'parse']],
    [Element.prototype, ['checkVisibility', 'setHTML', 'getHTML']],
    [HTMLElement.prototype, ['showPopover', 'hidePopover', 'togglePopover']],
    [Document.prototype, ['startViewTransition']],
  ];
  for (const [owner, names] of later) for (const name of names) delete owner[name];
`;
