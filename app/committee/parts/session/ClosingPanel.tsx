import { Form } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';

export interface Closing {
  may: boolean;
  /** Whether its day has come. */
  held: boolean;
  day: string;
  version: number;
  /** Startups of which nothing is decided. */
  open: readonly string[];
  /** What the public will read. */
  preview: ReadonlyArray<{ publicId: string; title: string; words: string; phase: string | null }>;
}

/** The end of a committee: what it waits for, or what it will publish. */
export function ClosingPanel({ closing }: { closing: Closing }) {
  return (
    <section aria-labelledby="clore" className="mt-12">
      <h2 id="clore">Clore le comité</h2>
      {closing.open.length > 0 ? (
        <p>Il reste à décider ou à reporter : {closing.open.join(', ')}.</p>
      ) : !closing.held ? (
        <p>Le comité se clôt une fois tenu, le {closing.day}.</p>
      ) : !closing.may ? (
        <p>Tout est décidé. La clôture revient à l’équipe de l’incubateur.</p>
      ) : (
        <>
          <p>
            Ceci paraîtra sur les pages publiques ; l’argent, les raisons et les conditions n’y paraissent
            pas.
          </p>
          <ul>
            {closing.preview.map((one) => (
              <li key={one.publicId}>
                <strong>{one.title}</strong> : {one.words}
                {one.phase && ` ${one.phase}`}
              </li>
            ))}
          </ul>
          <Form method="post">
            <Hidden name="intention" value="clore" />
            <Hidden name="version" value={closing.version} />
            <button type="submit" className="fr-btn">
              Clore et publier
            </button>
          </Form>
        </>
      )}
    </section>
  );
}
