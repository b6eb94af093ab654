/** A part of a whole as a bar; its figures stand beside it in words. */
export function Bar({ part, whole }: { readonly part: number; readonly whole: number }) {
  const share = whole <= 0 ? 0 : Math.min(1, part / whole);
  return (
    <svg class="part-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="well" width="100" height="8" rx="2" />
      <rect class="filled" width={share * 100} height="8" rx="2" />
    </svg>
  );
}
