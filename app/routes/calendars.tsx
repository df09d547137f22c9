import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { dropFeed, feedsOf, makeFeed } from '~/committee/invitations/feeds.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { formatInstant } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { isId } from '~/platform/identifier';
import { mistaken, signedIn, textFields, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const session = await signedIn(args);
  const { context, request } = args;
  const today = context.clock.today();
  return {
    feeds: (await feedsOf(context.database.prisma, session.personId)).map(({ id, incubator, createdAt }) => ({
      id,
      what: incubator === null ? 'Mes comités' : `Comités de ${incubator}`,
      when: formatInstant(createdAt),
    })),
    incubators: context.network.incubators
      .filter(({ id }) => can(context.actor, 'incubateur.voir-interieur', { id }, today).allowed)
      .map(({ id, title }) => ({ id, title })),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await signedIn(args);
  const { context } = args;
  const typed = await textFields(args.request);
  let made: string | null = null;
  const refused = await tried(async () => {
    if (typed['intention'] === 'retirer') return dropFeed(context, typed['agenda'] ?? '');
    if (typed['intention'] !== 'creer') throw new RuleError('Cette action n’existe pas.');
    const incubatorId = typed['incubateur'] ?? '';
    if (incubatorId !== '' && !isId(incubatorId)) throw new RuleError('Cet incubateur n’existe pas.');
    made = await makeFeed(context, incubatorId === '' ? null : incubatorId);
  });
  if (refused) return mistaken(typed, refused);
  if (made === null) return redirect('/espace/calendriers?fait=retire');
  return Response.json({
    typed: {},
    mistakes: {},
    address: `${context.origin}/calendriers/${made as string}`,
  });
}

export const meta: MetaFunction = () => [
  { title: 'Mes agendas · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function Calendars() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as (FormAnswer & { address?: string }) | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Mon espace', to: '/espace' }]} here="Mes agendas" />
      <h1>Les comités dans mon agenda</h1>
      <p>
        Une adresse privée, à donner à votre logiciel d’agenda : les comités y apparaissent et y restent à
        jour. Elle suit vos droits ; retirez-la si elle a été vue par quelqu’un d’autre.
      </p>
      {page.done === 'retire' && !answer && <Done title="L’adresse est retirée : elle ne répond plus." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {answer?.address && (
        <Done title="Copiez cette adresse maintenant : elle n’est montrée qu’une fois.">
          <p className="m-0 wrap-anywhere">{answer.address}</p>
        </Done>
      )}
      <div className="flex flex-wrap gap-2">
        <RowAction
          fields={{ intention: 'creer', incubateur: '' }}
          label="Créer pour mes comités"
          name="Créer pour mes comités"
        />
        {page.incubators.map(({ id, title }) => (
          <RowAction
            key={id}
            fields={{ intention: 'creer', incubateur: id }}
            label={`Créer pour ${title}`}
            name={`Créer pour ${title}`}
          />
        ))}
      </div>
      <h2 className="mt-8">Adresses en service</h2>
      {page.feeds.length === 0 ? (
        <p>Aucune encore.</p>
      ) : (
        <ul className="m-0 list-none p-0">
          {page.feeds.map((feed) => (
            <li
              key={feed.id}
              className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
            >
              <span>
                {feed.what}, créée le {feed.when}
              </span>
              <RowAction
                fields={{ intention: 'retirer', agenda: feed.id }}
                label="Retirer"
                name={`Retirer l’adresse créée le ${feed.when}`}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
