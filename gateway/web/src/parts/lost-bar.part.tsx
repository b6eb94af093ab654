/** Points kept and points lost of a whole; the lost ones by pattern too. */
export function LostBar({ lost, points }: { readonly lost: number; readonly points: number }) {
  const share = points <= 0 ? 0 : Math.min(1, lost / points) * 100;
  return (
    <svg class="part-bar" width="100%" height="8" aria-hidden="true" focusable="false">
      <rect class="kept" width={`${100 - share}%`} height="8" />
      <rect x={`${100 - share}%`} width={`${share}%`} height="8" fill="url(#look-lost)" />
    </svg>
  );
}
