import { Fault } from './asked.ts';

/** What a door says of a command, or of a file, that it does not take. */
export interface ProblemSaid {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly field?: string;
  readonly errors?: readonly { readonly field: string; readonly problem: string }[];
  readonly reference?: string;
  /** Where a person proves first who he is. */
  readonly at?: string;
}

/** What is wrong with one of the fields that a person filled in. */
export interface FieldFault {
  readonly field: string;
  readonly says: string;
}

/** A command or a file that was refused. */
export class Refused extends Fault {
  readonly faults: readonly FieldFault[];
  readonly at: string | undefined;

  constructor({ code = '', title = '', detail, field, errors, reference, at }: ProblemSaid) {
    const says = detail ?? title;
    super(code, says, reference);
    const places = errors ?? (field === undefined ? [] : [{ field, problem: says }]);
    this.faults = places.map((place) => ({ field: fieldOf(place.field), says: place.problem }));
    this.at = code === 'UNAUTHENTICATED' ? '/log-in' : at;
  }
}

/** `data.evidence.0` is of the field `evidence`. */
const fieldOf = (place: string): string => place.replace(/^(data|input)\./, '').split('.')[0] ?? '';

/** A fault that came of one field alone stands beside it, unless a person has to prove first who he is. */
export function beside(field: string, fault: Fault): Fault {
  if (fault instanceof Refused && fault.at !== undefined) return fault;
  return new Refused({ code: fault.code, detail: fault.message, field });
}

/** What of a fault belongs beside a field. */
export const faultsAt = (fault: Fault | undefined, field: string): readonly string[] =>
  fault instanceof Refused ? fault.faults.filter((each) => each.field === field).map(({ says }) => says) : [];

/** A fault that none of the fields shown stands for is told by itself. */
export const isElsewhere = (fault: Fault | undefined, shown: readonly string[]): boolean =>
  fault !== undefined && !shown.some((field) => faultsAt(fault, field).length > 0);
