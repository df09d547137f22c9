import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { CheckBoxes, Hidden, TextAreaField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatInstant, ofName } from '~/design/formats';
import { importPeople, PEOPLE_COLUMNS, readPeopleList, type PeopleLine } from '~/exchange/people-list.server';
import { incubatorPath } from '~/platform/addresses';
import { RuleError } from '~/person/acting';
import { hasLead, type TeamPlace } from '~/person/missions.server';
import { InvitationForm, TeamTable } from '~/person/parts/TeamTable';
import { can, NETWORK, SHARE_KINDS, type ShareKind } from '~/person/rights';
import { repairsOf, share, SHARE_LABELS, sharesOf } from '~/person/trust.server';
import { forbidden } from './answers.server';
import { formOf, mistaken, ownIncubatorOf, textsOf, tried } from './guards.server';
import {
  doneQuery,
  doneSentence,
  employerChoices,
  roleChoices,
  teamAction,
  teamLines,
} from './team-page.server';
import type { SiteContext } from './site-context';

async function placeOf(args: LoaderFunctionArgs) {
  const { context } = args;
  const incubator = await ownIncubatorOf(args);
  const place: Extract<TeamPlace, { kind: 'incubator' }> = {
    kind: 'incubator',
    id: incubator.id,
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
  };
  const today = context.clock.today();
  const may = (action: 'incubateur.voir-equipe' | 'incubateur.gerer-personnes' | 'incubateur.partager') =>
    can(context.actor, action, { id: incubator.id }, today);
  const gives = can(context.actor, 'reseau.donner-roles', NETWORK, today).allowed;
  return { incubator, place, may, gives };
}

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { incubator, place, may, gives } = await placeOf(args);
  const sees = may('incubateur.voir-equipe');
  if (!sees.allowed && !gives) throw forbidden(sees.reason);
  const { prisma } = context.database;
  const shares = sees.allowed ? await sharesOf(prisma, incubator.id) : [];
  const done = new URL(args.request.url).searchParams.get('fait');
  return {
    title: incubator.title,
    path: place.path,
    today: context.clock.today(),
    manages: may('incubateur.gerer-personnes').allowed,
    namesLead: gives && !(await hasLead(prisma, context.clock.today(), incubator.id)),
    leads: may('incubateur.gerer-personnes').allowed,
    shares,
    mayShare: may('incubateur.partager').allowed,
    shareKinds: SHARE_KINDS.map((value) => ({
      value,
      label: SHARE_LABELS[value].label,
      hint: SHARE_LABELS[value].what,
    })),
    repairs: (sees.allowed ? await repairsOf(prisma, incubator.id) : []).map(
      ({ id, name, reason, fromAt, untilAt }) => ({
        id,
        name,
        reason,
        from: formatInstant(fromAt),
        until: formatInstant(untilAt),
      }),
    ),
    lines: sees.allowed ? await teamLines(context, place) : [],
    sees: sees.allowed,
    roles: roleChoices(context, place),
    employers: employerChoices(),
    columns: PEOPLE_COLUMNS.join(', '),
    done:
      done !== null && /^\d+$/.test(done)
        ? countOf(Number(done), 'mission donnée', 'missions données')
        : doneSentence(args.request),
  };
}

interface ListAnswer extends FormAnswer {
  preview?: PeopleLine[];
}

async function listAction(
  context: SiteContext,
  incubator: { id: string; publicId: string; title: string },
  typed: Record<string, string>,
): Promise<Response | number> {
  const text = typed['liste'] ?? '';
  let count = 0;
  let preview: PeopleLine[] = [];
  const mistakes = await tried(async () => {
    if (typed['intention'] === 'importer-liste')
      count = await importPeople(context, context.network, incubator, text);
    else {
      preview = readPeopleList(context.network, incubator, text).map(
        ({ line, name, place, role, mistake }) => ({
          line,
          name,
          place,
          role,
          mistake,
        }),
      );
    }
  });
  if (mistakes) return mistaken(typed, mistakes);
  return typed['intention'] === 'importer-liste' ? count : Response.json({ typed, mistakes: {}, preview });
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { incubator, place, may, gives } = await placeOf(args);
  const manages = may('incubateur.gerer-personnes');
  if (!manages.allowed && !gives) throw forbidden(manages.reason);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const done = (what: string | null = null) =>
    redirect(`${place.path}/equipe?${what === null ? doneQuery(form) : `fait=${what}`}`);
  const answer = await teamAction(context, place, form);
  if (answer === null) return done();
  if (answer) return Response.json(answer, { status: 400 });
  switch (typed['intention']) {
    case 'voir-liste':
    case 'importer-liste': {
      if (!manages.allowed) throw forbidden(manages.reason);
      const result = await listAction(context, incubator, typed);
      if (typeof result !== 'number') return result;
      context.mail.wake();
      return done(String(result));
    }
    case 'partager': {
      const kinds = form
        .getAll('partage')
        .filter((kind): kind is ShareKind => (SHARE_KINDS as readonly unknown[]).includes(kind));
      const mistakes = await tried(() => share(context, incubator.id, kinds));
      return mistakes ? mistaken(typed, mistakes) : done();
    }
    default: {
      const mistakes = await tried(() => Promise.reject(new RuleError('Cette action n’existe pas.')));
      return mistaken(typed, mistakes ?? {});
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Personnes ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

function PeopleList({ columns, answer }: { columns: string; answer: ListAnswer | undefined }) {
  const preview = answer?.preview;
  const faulty = preview?.filter(({ mistake }) => mistake !== null).length ?? 0;
  return (
    <section aria-labelledby="liste" className="mt-10">
      <h2 id="liste">Apporter une liste de personnes</h2>
      <p className="max-w-3xl">
        Copiez un tableau (virgules, points-virgules ou tabulations). Première ligne : {columns}. Une ligne
        sans startup donne une mission dans l’incubateur. Rien n’est écrit avant que vous ayez vu.
      </p>
      <Form method="post" noValidate className="max-w-3xl">
        <TextAreaField
          name="liste"
          label="Tableau"
          rows={6}
          value={answer?.typed['liste']}
          mistake={answer?.mistakes['liste']}
        />
        <button type="submit" name="intention" value="voir-liste" className="fr-btn fr-btn--secondary">
          Vérifier sans enregistrer
        </button>
        {preview && (
          <div className="mt-6">
            <p role="status" className="font-medium">
              {faulty === 0
                ? `${countOf(preview.length, 'ligne prête', 'lignes prêtes')}.`
                : `${countOf(faulty, 'ligne à corriger', 'lignes à corriger')} sur ${preview.length} : rien ne sera enregistré avant.`}
            </p>
            <div className="defile" tabIndex={0} role="region" aria-label="Lignes lues">
              <table className="tableau tableau-serre">
                <thead>
                  <tr>
                    <th scope="col">Ligne</th>
                    <th scope="col">Nom</th>
                    <th scope="col">Où</th>
                    <th scope="col">Rôle</th>
                    <th scope="col">À corriger</th>
                  </tr>
                </thead>
                <tbody>
                  {preview.map((line) => (
                    <tr key={line.line}>
                      <td className="nombre">{line.line}</td>
                      <td>{line.name}</td>
                      <td>{line.place}</td>
                      <td>{line.role}</td>
                      <td className="text-alerte">{line.mistake ?? ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {faulty === 0 && (
              <button type="submit" name="intention" value="importer-liste" className="fr-btn mt-3">
                Enregistrer ces missions et inviter
              </button>
            )}
          </div>
        )}
      </Form>
    </section>
  );
}

export default function IncubatorPeople() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as ListAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: page.title, to: page.path },
        ]}
        here="Personnes et partages"
      />
      <h1>Personnes et partages {ofName(page.title)}</h1>
      {page.done && !answer && <Done title={page.done} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {!page.sees && (
        <p>
          {page.namesLead
            ? 'Cet incubateur n’a pas encore de direction : nommez-la, elle donnera ensuite les autres rôles.'
            : 'Cet incubateur a une direction : ses personnes et ses partages sont à lui.'}
        </p>
      )}
      {page.sees && (
        <section aria-labelledby="personnes">
          <h2 id="personnes">L’équipe de l’incubateur</h2>
          <TeamTable
            lines={page.lines}
            manages={page.manages}
            roles={page.roles}
            employers={page.employers}
            empty="Personne encore. Donnez un premier rôle ci-dessous."
          />
        </section>
      )}
      {(page.manages || page.namesLead) && (
        <section aria-labelledby="inviter" className="mt-10">
          <h2 id="inviter">Donner un rôle</h2>
          <InvitationForm
            key={page.lines.length}
            roles={page.manages ? page.roles : page.roles.filter(({ value }) => value === 'lead')}
            employers={page.employers}
            answer={answer}
            start={page.today}
          />
        </section>
      )}
      {page.leads && <PeopleList columns={page.columns} answer={answer} />}
      {page.sees && (
        <>
          <section aria-labelledby="partages" className="mt-10">
            <h2 id="partages">Ce que l’incubateur montre à l’animation du réseau</h2>
            <p className="max-w-3xl">
              Tout ce qui est public l’est pour tout le monde. Le reste est à l’incubateur : rien n’est montré
              sans ce choix, qui se défait à tout moment.
            </p>
            {page.mayShare ? (
              <Form method="post">
                <Hidden name="intention" value="partager" />
                <CheckBoxes name="partage" legend="Montrer" choices={page.shareKinds} checked={page.shares} />
                <button type="submit" className="fr-btn fr-btn--secondary">
                  Enregistrer ce choix
                </button>
              </Form>
            ) : (
              <p>
                Montré :{' '}
                {page.shares.length === 0
                  ? 'rien'
                  : page.shareKinds
                      .filter(({ value }) => page.shares.includes(value))
                      .map(({ label }) => label.toLowerCase())
                      .join(', ')}
                .
              </p>
            )}
          </section>
          <section aria-labelledby="reparations" className="mt-10">
            <h2 id="reparations">Accès techniques</h2>
            {page.repairs.length === 0 ? (
              <p>L’administration technique n’a jamais ouvert cet incubateur.</p>
            ) : (
              <ul className="m-0 list-none p-0">
                {page.repairs.map((repair) => (
                  <li key={repair.id} className="border-b border-trait py-2 text-sm">
                    <strong>{repair.name}</strong>, du {repair.from} au {repair.until} : {repair.reason}
                  </li>
                ))}
              </ul>
            )}
          </section>
        </>
      )}
      {page.leads && (
        <section aria-labelledby="partir" className="mt-10">
          <h2 id="partir">Emporter ou partir</h2>
          <p className="max-w-3xl">
            L’archive contient tout ce qui est à l’incubateur : pages, images, historiques, personnes et
            missions. Pour quitter le réseau, emportez-la, puis passez l’état de l’incubateur à « Fermé » sur
            sa page.
          </p>
          <p>
            <a href={`${page.path}/archive.zip`} download className="fr-btn fr-btn--secondary">
              Télécharger l’archive
            </a>
          </p>
        </section>
      )}
    </div>
  );
}
