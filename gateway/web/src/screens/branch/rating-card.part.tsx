import { Scale } from '../../charts/scale.chart.tsx';
import type { BranchQuery } from '../../generated/branch.document.ts';
import { Bar } from '../../parts/bar.part.tsx';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Grade, looksOf, lookOf } from '../../parts/grade.part.tsx';
import { Icon } from '../../parts/icon.part.tsx';
import { Tag } from '../../parts/tag.part.tsx';
import { CLASSIFICATION, labelOfScheme } from '../../scheme.ts';
import { dayText } from '../../words/days.ts';
import { language } from '../../words/language.ts';
import { measuredText } from '../../words/measured.ts';
import { percentOf } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';
import type { Rating } from './lost.ts';

const says = words.branch;
const FULL = 100;

/** 定级: the grade, how far it is to the next, the score on the thresholds, raters, gates and vetoes. */
export function RatingCard({ rating }: { readonly rating: NonNullable<BranchQuery['branch']>['rating'] }) {
  const scheme = labelOfScheme(CLASSIFICATION);
  if (!rating)
    return (
      <Card title={scheme}>
        <Empty says={says.notGraded} />
      </Card>
    );
  const { period, score, decision } = rating;
  return (
    <Card title={fill(says.graded, { period, scheme })} note={decision.edition?.documentNo}>
      <Verdict rating={rating} />
      {score !== null && decision.edition ? <OnScale score={score} grades={decision.edition.grades} /> : null}
      {score === null ? null : <Totals rating={rating} score={score} />}
      <Conditions rating={rating} />
      <p class="note">{rating.says}</p>
      {rating.warnings.map((warning) => (
        <p key={warning} class="warning">
          {warning}
        </p>
      ))}
    </Card>
  );
}

function Verdict({ rating }: { readonly rating: Rating }) {
  const { label, standing, confirmed, effectiveFrom } = rating;
  return (
    <div class="verdict">
      <Grade label={label} look={lookOf(standing)} size="large" />
      <div>
        {distancesOf(rating).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p class="note">
          <Tag {...(confirmed ? ({ look: 'ok', icon: 'tick' } as const) : {})}>
            {confirmed ? words.frame.confirmed : words.frame.provisional}
          </Tag>{' '}
          {fill(says.inForce, { day: dayText(effectiveFrom, language) })}
        </p>
      </div>
    </div>
  );
}

/** How far it is to the next grade, what stands in its way, and what was computed where the superior determined otherwise. */
export function distancesOf(rating: Rating): readonly string[] {
  const { next, decision } = rating;
  const [computed, { reason, basis }] = [computedLabel(rating), decision];
  const isShort = next !== null && Number(next.pointsShort) > 0;
  return [
    ...(isShort ? [fill(says.short, { points: next.pointsShort, label: next.label })] : []),
    ...(next?.blockedBy ?? []).map((blocked) => fill(says.blocked, { label: next?.label ?? '', blocked })),
    ...(computed === undefined ? [] : [fill(says.computed, { label: computed })]),
    ...(reason === null ? [] : [fill(says.because, { reason })]),
    ...(basis === null ? [] : [fill(says.basis, { basis })]),
  ];
}

/** 初定等次, where the superior determined another. */
function computedLabel({ grade, computedGrade, decision }: Rating): string | undefined {
  if (computedGrade === null || computedGrade === grade) return undefined;
  return decision.edition?.grades.find((each) => each.grade === computedGrade)?.label;
}

function OnScale({
  score,
  grades,
}: {
  readonly score: string;
  readonly grades: NonNullable<Rating['decision']['edition']>['grades'];
}) {
  const looks = looksOf(grades);
  const steps = grades.map(
    ({ grade, label, from }) => ({ label, look: looks.get(grade) ?? 'ungraded', from: Number(from ?? 0) }) as const,
  );
  return <Scale score={score} steps={steps} />;
}

function Totals({ rating: { totals }, score }: { readonly rating: Rating; readonly score: string }) {
  return (
    <table class="totals">
      <caption class="unseen">{says.totals}</caption>
      <tbody>
        {totals.map(({ rater, label, weight, total }) => (
          <tr key={rater}>
            <th scope="row">{label}</th>
            <td>
              <Bar part={Number(total)} whole={FULL} />
            </td>
            <td class="number">{fill(says.weighed, { total, weight: percentOf(weight) })}</td>
          </tr>
        ))}
        <tr class="sum">
          <th scope="row">{says.score}</th>
          <td />
          <td class="number">{score}</td>
        </tr>
      </tbody>
    </table>
  );
}

/** Gates that held and vetoes, each with what was measured and what its bound is. */
function Conditions({ rating: { gates, vetoes, decision } }: { readonly rating: Rating }) {
  if (decision.edition === null) return null;
  return (
    <ul class="conditions">
      {gates.map(({ code, says: text, measured, bound, lowered }) => (
        <li key={code} class="held">
          <Icon name={lowered ? 'lock' : 'minus'} />
          <span>{text}</span>
          <span class="note">
            {fill(lowered ? says.lowered : says.notLowered, {
              measured: measuredText(measured, bound),
              bound: measuredText(bound, bound),
            })}
          </span>
        </li>
      ))}
      {vetoes.map(({ reason, says: text, basis, effectiveOn }) => (
        <li key={`${text} ${effectiveOn}`} class="held">
          <Icon name="lock" />
          <span>{reason === text ? text : `${text}：${reason}`}</span>
          <span class="note">{[effectiveOn, basis].filter((part) => part !== null).join(' ')}</span>
        </li>
      ))}
      {vetoes.length > 0 ? null : (
        <li>
          <Icon name="tick" />
          <span>{says.noVeto}</span>
        </li>
      )}
    </ul>
  );
}
