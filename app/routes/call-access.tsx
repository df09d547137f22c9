import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { TextAreaField } from '~/design/form/Field';
import { countOf } from '~/design/formats';
import { can } from '~/person/rights';
import { callPath } from '~/platform/addresses';
import { prepareAccess } from '~/round/access/prepare.server';
import { shownCall } from '~/round/calls/shown';
import { CallRoom } from '~/round/parts/CallRoom';
import { heldApplication } from './call-lookup.server';

/** What is kept of one application, prepared for the person who answers a request for access. */
export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { application, call } = await heldApplication(args);
  const now = context.clock.now();
  const { text, counts } = await prepareAccess(
    context.database.prisma,
    call,
    application,
    context.actor,
    now,
  );
  return {
    ...shownCall(call, now),
    judges: can(context.actor, 'appel.juger', call, context.clock.today()).allowed,
    application: application.title,
    files: `${callPath(call.id)}/acces/${application.id}/reponse`,
    text,
    counts,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Demande d’accès, ${data?.application ?? 'candidature'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function CallAccess() {
  const page = useLoaderData<typeof loader>();
  const { nom, candidature, adresse } = page.counts;
  return (
    <CallRoom
      call={page}
      here="Résultats"
      title="Demande d’accès"
      lead={page.application}
      holds
      judges={page.judges}
      done={null}
      sentences={{}}
      answer={undefined}
    >
      <p>
        Ce texte rassemble ce qui est conservé de la candidature. Les personnes du jury y sont des numéros.
        Ont été masqués : {countOf(nom, 'nom', 'noms')},{' '}
        {countOf(candidature, 'autre candidature', 'autres candidatures')},{' '}
        {countOf(adresse, 'adresse ou numéro', 'adresses ou numéros')}. Un programme ne reconnaît que ce qu’il
        connaît : relisez avant de donner, corrigez ici, rien n’est enregistré que la date.
      </p>
      <Form method="post" action={`${page.files}.odt`} reloadDocument>
        <TextAreaField name="texte" label="Texte de la réponse" value={page.text} rows={30} />
        <div className="flex flex-wrap gap-3">
          <button type="submit" className="fr-btn">
            Télécharger en ODT
          </button>
          <button type="submit" className="fr-btn fr-btn--secondary" formAction={`${page.files}.pdf`}>
            Télécharger en PDF
          </button>
          <button type="submit" className="fr-btn fr-btn--secondary" formAction={`${page.files}.md`}>
            Télécharger en Markdown
          </button>
        </div>
      </Form>
    </CallRoom>
  );
}
