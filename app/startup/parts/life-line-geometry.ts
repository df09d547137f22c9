import { scaleLinear } from 'd3-scale';
import { dayNumber, firstDayOfYear, yearOf, type Day } from '~/platform/day';
import type { Stretch } from '../life';
import { LIFECYCLE } from '../rules';

/** Something that happened, drawn on the life line by its shape; a committee by what it decided, where that is known. */
export interface Mark {
  kind:
    | 'committee'
    | 'committee-moves'
    | 'committee-hands-over'
    | 'committee-stops'
    | 'award'
    | 'national-impact'
    | 'launch'
    | 'other';
  day: Day;
  label: string;
}

/** What a life line draws: computed where the data is, drawn anywhere. */
export interface LifeLineData {
  stretches: Stretch[];
  marks: Mark[];
  today: Day;
}

export interface TimeScale {
  x(day: Day): number;
  years: Array<{ year: number; x: number }>;
  today: number;
}

/** A horizontal axis from the year that holds `first` to a little after today. */
export function timeScale(first: Day, today: Day, left: number, right: number): TimeScale {
  const from = firstDayOfYear(yearOf(first));
  const span = dayNumber(today) - dayNumber(from);
  const scale = scaleLinear()
    .domain([dayNumber(from), dayNumber(today) + Math.max(45, span * 0.03)])
    .range([left, right]);
  const count = yearOf(today) - yearOf(from) + 1;
  const step = Math.max(1, Math.ceil((count * 44) / (right - left)));
  const years = Array.from({ length: count }, (_, index) => yearOf(from) + index)
    .filter((year) => (year - yearOf(from)) % step === 0)
    .map((year) => ({ year, x: round(scale(dayNumber(firstDayOfYear(year)))) }));
  return { x: (day) => round(scale(dayNumber(day))), years, today: round(scale(dayNumber(today))) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

export interface Bar {
  code: Stretch['code'];
  shape: 'phase' | 'exit' | 'stop';
  outlined: boolean;
  doubtful: boolean;
  x: number;
  width: number;
}

/** Bars of one life line: filled phases, thin exits that go on to today, and a cross where it stopped. */
export function barsOf(stretches: readonly Stretch[], today: Day, scale: TimeScale): Bar[] {
  return stretches
    .filter((stretch) => stretch.start <= today)
    .map((stretch) => {
      const { kind } = LIFECYCLE[stretch.code];
      const end = stretch.end !== null && stretch.end < today ? stretch.end : today;
      const x = scale.x(stretch.start);
      return {
        code: stretch.code,
        shape: kind === 'phase' ? 'phase' : kind,
        outlined: stretch.origin === 'declared',
        doubtful: stretch.doubtful,
        x,
        width: kind === 'stop' ? 0 : Math.max(2, round(scale.x(end) - x)),
      };
    });
}
