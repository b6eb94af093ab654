/** 组织生活: one square a stretch of the cadence, filled where something was held in it. */
export function Squares({ met, due }: { readonly met: number; readonly due: number }) {
  return (
    <span class="squares" aria-hidden="true">
      {Array.from({ length: due }, (_, index) => (
        <i key={index} class={index < met ? 'met' : undefined} />
      ))}
    </span>
  );
}
