import { atMoment, type Moment, momentIn } from '../moment.ts';
import { type Address, go, useAddress } from '../router.ts';
import { dayOf, dayText, fieldOf, instantIn, instantText } from '../words/days.ts';
import { language } from '../words/language.ts';
import { fill, words } from '../words/words.ts';
import { Picker } from './picker.part.tsx';

const says = words.frame.moment;
const YEARS = 8;

/** By which parts of the moment a screen goes, and which they are where the address does not say. */
export interface MomentShown {
  /** undefined: the screen goes by no year. */
  readonly period?: string | undefined;
  /** undefined: today. */
  readonly asOf?: string | undefined;
  /** The screen shows all days. */
  readonly hasNoDay?: boolean;
}

/** The moment in one sentence, each of its words a picker; with a past knowledge it is old paper. */
export function MomentBar({ period, asOf, hasNoDay = false }: MomentShown) {
  const address = useAddress();
  const { knownAt, asOf: chosenDay } = momentIn(address.search);
  const change = (part: Moment): void => go(atMoment(addressIn(address), part));
  const isPast = knownAt !== undefined;
  return (
    <div class="moment" role="group" aria-label={says.title}>
      {isPast ? <strong>{says.past}</strong> : null}
      {period === undefined ? null : (
        <PeriodPicker period={period} onChosen={(chosen) => change({ period: chosen, asOf: undefined })} />
      )}
      {hasNoDay ? null : <DayPicker day={chosenDay ?? asOf} onChosen={(chosen) => change({ asOf: chosen })} />}
      <InstantPicker instant={knownAt} onChosen={(chosen) => change({ knownAt: chosen })} />
      {isPast ? (
        <button type="button" class="button" onClick={() => change({ knownAt: undefined })}>
          {says.toNow}
        </button>
      ) : null}
    </div>
  );
}

const addressIn = ({ path, search }: Address): string => path + search;

function PeriodPicker({ period, onChosen }: { readonly period: string; readonly onChosen: (chosen: string) => void }) {
  const latest = Number(dayOf(Date.now()).slice(0, 4));
  const years = Array.from({ length: YEARS }, (_, index) => String(latest - index));
  const offered = years.includes(period) ? years : [...years, period];
  return (
    <>
      <Picker shown={fill(says.period, { period })} title={says.choosePeriod}>
        {(close) => (
          <select
            aria-label={says.choosePeriod}
            value={period}
            onChange={({ currentTarget }) => {
              close();
              onChosen(currentTarget.value);
            }}
          >
            {offered.map((year) => (
              <option key={year} value={year}>
                {fill(says.period, { period: year })}
              </option>
            ))}
          </select>
        )}
      </Picker>
      <span aria-hidden="true">·</span>
    </>
  );
}

interface Chosen {
  readonly onChosen: (chosen: string | undefined) => void;
}

function DayPicker({ day, onChosen }: Chosen & { readonly day: string | undefined }) {
  const shown = day === undefined ? says.today : dayText(day, language);
  return (
    <>
      <span>{says.see}</span>
      <Picker
        shown={shown}
        title={says.chooseDay}
        field={{ type: 'date', label: says.day, value: day ?? dayOf(Date.now()) }}
        onGiven={(value) => onChosen(value === '' ? undefined : value)}
        reset={{ label: says.toToday, onReset: () => onChosen(dayOf(Date.now())) }}
      />
      <span>{says.of}</span>
    </>
  );
}

function InstantPicker({ instant, onChosen }: Chosen & { readonly instant: string | undefined }) {
  const shown = instant === undefined ? says.now : fill(says.then, { instant: instantText(instant) });
  return (
    <>
      <span>{says.by}</span>
      <Picker
        shown={shown}
        title={says.chooseInstant}
        field={{ type: 'datetime-local', label: says.instant, value: fieldOf(instant ?? new Date().toISOString()) }}
        onGiven={(value) => onChosen(instantIn(value))}
        reset={{ label: says.now, onReset: () => onChosen(undefined) }}
      />
      <span>{says.known}</span>
    </>
  );
}
