/** How a grade looks, by the standing that its edition gives it. */
export type Look = 'leading' | 'second' | 'ordinary' | 'lagging' | 'ungraded';

/** A grade of an edition, the best first. */
export interface Graded {
  readonly grade: string;
  readonly label: string;
  readonly standing: string;
}

/** The look of each grade by its code; of two leading ones the second has a pattern of its own. */
export function looksOf(grades: readonly Pick<Graded, 'grade' | 'standing'>[]): ReadonlyMap<string, Look> {
  const leading = grades.filter(({ standing }) => standing === 'leading');
  return new Map(
    grades.map((each) => [each.grade, leading.indexOf(each) > 0 ? 'second' : lookOf(each.standing)] as const),
  );
}

/** The look of a standing alone. */
export function lookOf(standing: string | null | undefined): Look {
  return standing === 'leading' || standing === 'ordinary' || standing === 'lagging' ? standing : 'ungraded';
}

interface GradeOf {
  readonly label: string;
  readonly look: Look;
  readonly size?: 'plain' | 'large';
}

/** A grade: word, pattern and colour together. */
export function Grade({ label, look, size = 'plain' }: GradeOf) {
  return (
    <span class={`grade ${look} ${size}`}>
      <span>{label}</span>
    </span>
  );
}

/** Its look alone, beside its word. */
export const Swatch = ({ look }: { readonly look: Look }) => <i class={`swatch ${look}`} aria-hidden="true" />;
