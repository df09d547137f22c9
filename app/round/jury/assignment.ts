export interface Reader {
  seatId: string;
  /** Files that they may not read. */
  conflicts: ReadonlySet<string>;
}
export interface Assigned {
  seatId: string;
  applicationId: string;
}

/**
 * Who reads what: at least so many readings a file where enough jurors may, the same load for all, no conflict, and
 * nothing that somebody has begun is taken from them. The same input gives the same answer.
 * @param kept readings that were begun.
 * @returns the whole assignment, and the files that too few may read.
 */
export function balanced(
  applicationIds: readonly string[],
  readers: readonly Reader[],
  readings: number,
  kept: readonly Assigned[],
): { assigned: Assigned[]; short: string[] } {
  const load = new Map(readers.map(({ seatId }) => [seatId, 0]));
  const readersOf = new Map(applicationIds.map((id) => [id, new Set<string>()]));
  const give = (applicationId: string, seatId: string) => {
    readersOf.get(applicationId)?.add(seatId);
    load.set(seatId, (load.get(seatId) ?? 0) + 1);
  };
  for (const { seatId, applicationId } of kept)
    if (load.has(seatId) && readersOf.has(applicationId)) give(applicationId, seatId);
  // Files that few may read are served first, or their readers are taken by the others.
  const byFreedom = [...applicationIds].sort(
    (a, b) => freedom(a, readers) - freedom(b, readers) || (a < b ? -1 : 1),
  );
  for (let round = 0; round < readings; round += 1) {
    for (const id of byFreedom) {
      const own = readersOf.get(id)!;
      if (own.size > round) continue;
      const next = readers
        .filter(({ seatId, conflicts }) => !own.has(seatId) && !conflicts.has(id))
        .sort((a, b) => load.get(a.seatId)! - load.get(b.seatId)! || (a.seatId < b.seatId ? -1 : 1))[0];
      if (next) give(id, next.seatId);
    }
  }
  level(readers, readersOf, load, kept);
  return {
    assigned: [...readersOf].flatMap(([applicationId, seats]) =>
      [...seats].map((seatId) => ({ seatId, applicationId })),
    ),
    short: applicationIds.filter((id) => readersOf.get(id)!.size < readings),
  };
}

const freedom = (id: string, readers: readonly Reader[]): number =>
  readers.filter(({ conflicts }) => !conflicts.has(id)).length;

/** Hands files from the busiest to the least busy who may read them, as long as that levels the loads. */
function level(
  readers: readonly Reader[],
  readersOf: Map<string, Set<string>>,
  load: Map<string, number>,
  kept: readonly Assigned[],
): void {
  const begun = new Set(kept.map(({ seatId, applicationId }) => `${seatId}/${applicationId}`));
  for (let moved = true; moved;) {
    moved = false;
    const sorted = [...readers].sort((a, b) => load.get(a.seatId)! - load.get(b.seatId)!);
    for (const from of [...sorted].reverse()) {
      for (const to of sorted) {
        if (load.get(from.seatId)! - load.get(to.seatId)! < 2) break;
        const handed = [...readersOf].find(
          ([id, seats]) =>
            seats.has(from.seatId) &&
            !seats.has(to.seatId) &&
            !to.conflicts.has(id) &&
            !begun.has(`${from.seatId}/${id}`),
        );
        if (!handed) continue;
        handed[1].delete(from.seatId);
        handed[1].add(to.seatId);
        load.set(from.seatId, load.get(from.seatId)! - 1);
        load.set(to.seatId, load.get(to.seatId)! + 1);
        moved = true;
      }
    }
  }
}

/** A random order of its own for each juror, the same at each reading. @returns positions by application. */
export function orderFor(
  seatId: string,
  applicationIds: readonly string[],
  rank: (text: string) => string,
): Map<string, number> {
  const shuffled = [...applicationIds].sort((a, b) => (rank(seatId + a) < rank(seatId + b) ? -1 : 1));
  return new Map(shuffled.map((id, index) => [id, index + 1]));
}
