/** The patterns by which grades are told apart without colour, once a page; charts name them by their ids. */
export function Patterns() {
  return (
    <svg class="unseen" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="look-second" class="look second" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class="ground" width="6" height="6" />
          <path d="M1 0v6" />
        </pattern>
        <pattern id="look-ordinary" class="look ordinary" width="8" height="8" patternUnits="userSpaceOnUse">
          <rect class="ground" width="8" height="8" />
          <path d="M-1 9L9 -1M-1 1L1 -1M7 9L9 7" />
        </pattern>
        <pattern id="look-lagging" class="look lagging" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class="ground" width="6" height="6" />
          <circle cx="1.5" cy="1.5" r="1" />
          <circle cx="4.5" cy="4.5" r="1" />
        </pattern>
        <pattern id="look-lost" class="look lost" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class="ground" width="6" height="6" />
          <path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" />
        </pattern>
      </defs>
    </svg>
  );
}
