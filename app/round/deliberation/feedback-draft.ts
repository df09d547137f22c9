interface Line {
  code: string;
  pillar: string;
  label: string;
}

/**
 * A first text of the feedback to a team, pillar by pillar, in the jury's own words: what was written on each
 * criterion, then what each person wrote for the team. Nobody is named. A person makes it one text, and approves it.
 */
export function draftFeedback(
  lines: readonly Line[],
  comments: ReadonlyArray<{ code: string; comment: string }>,
  forTheTeam: readonly string[],
): string {
  const pillars = [...new Set(lines.map(({ pillar }) => pillar))];
  const parts = pillars.flatMap((pillar) => {
    const said = lines
      .filter((line) => line.pillar === pillar)
      .flatMap(({ code, label }) =>
        comments
          .filter((one) => one.code === code && one.comment.trim() !== '')
          .map(({ comment }) => `${label}\u00a0: ${comment.trim()}`),
      );
    return said.length === 0 ? [] : [[pillar, ...said].join('\n')];
  });
  const general = [...new Set(forTheTeam.map((text) => text.trim()).filter((text) => text !== ''))];
  return [...parts, ...(general.length === 0 ? [] : [['En général', ...general].join('\n')])].join('\n\n');
}
