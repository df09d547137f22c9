/** Of each kind at most so many are shown; the startups have their own list for the rest. */
const MOST = 8;

export interface Found {
  title: string;
  to: string;
  detail: string;
}
export interface FoundGroup {
  code: string;
  label: string;
  found: Found[];
  total: number;
  /** Where all of them are. */
  all: string | null;
}

/** Whether all the words asked for are in these texts, accents and case set aside. */
export type Holds = (...texts: Array<string | null>) => boolean;

export const group = (
  code: string,
  label: string,
  found: Found[],
  all: string | null = null,
): FoundGroup => ({
  code,
  label,
  found: found.slice(0, MOST),
  total: found.length,
  all: found.length > MOST ? all : null,
});
