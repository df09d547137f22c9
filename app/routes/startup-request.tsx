import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { startupRequestSchema } from '~/person/mission-schema';
import { askForStartup } from '~/person/startup-requests.server';
import { incubatorPath } from '~/platform/addresses';
import { mistakesByField } from '~/platform/form-fields';
import { notFound } from './answers.server';
import { mistaken, textFields, tried } from './guards.server';
import { incubatorOf } from './startup-lookup.server';

/** The incubator that may be asked. @throws a 404 answer for one that takes no startup any more. */
function askedIncubator({ context, params }: LoaderFunctionArgs) {
  const incubator = incubatorOf(context.network, params.id);
  if (incubator.state === 'closed') throw notFound('Cet incubateur est fermé : il ne prend plus de startup.');
  return { id: incubator.id, title: incubator.title, path: incubatorPath(incubator.publicId) };
}

export function loader(args: LoaderFunctionArgs) {
  const { title, path } = askedIncubator(args);
  return { title, path, sent: new URL(args.request.url).searchParams.has('envoyee') };
}

export async function action(args: ActionFunctionArgs) {
  const incubator = askedIncubator(args);
  const typed = await textFields(args.request);
  const empty = { startup: '', mission: '', nom: '', courriel: '', administration: '', message: '' };
  const parsed = startupRequestSchema.safeParse({ ...empty, ...typed });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const mistakes = await tried(() =>
    askForStartup(args.context, incubator, parsed.data, args.context.remoteAddress),
  );
  if (mistakes) return mistaken(typed, mistakes, 429);
  args.context.mail.wake();
  return redirect(`${incubator.path}/proposer?envoyee=oui`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Proposer une startup à ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function AskForStartup() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb
        path={[
          { label: 'Incubateurs', to: '/incubateurs' },
          { label: page.title, to: page.path },
        ]}
        here="Proposer une startup"
      />
      <h1>Proposer une startup</h1>
      {page.sent && !answer ? (
        <Done title="Proposition envoyée">
          <p>
            L’équipe de {page.title} la lit. Sa réponse arrive par courriel. En attendant, lisez ce qu’est une{' '}
            <Link to="/phases">investigation</Link>.
          </p>
        </Done>
      ) : (
        <>
          <MistakeSummary
            mistakes={answer?.mistakes}
            answer={answer}
            title="La proposition n’est pas partie"
          />
          <p>
            Tout part d’un problème que des personnes rencontrent, pas d’une solution. L’équipe de{' '}
            {page.title} lit chaque proposition et y répond.
          </p>
          <Form method="post" noValidate>
            <TextAreaField
              name="mission"
              label="Le problème, en une phrase"
              hint="Qui le rencontre, et ce qu’il leur coûte."
              rows={2}
              value={typed['mission']}
              mistake={mistakes['mission']}
            />
            <TextField
              name="startup"
              label="Un nom pour en parler"
              hint="Il pourra changer."
              value={typed['startup']}
              mistake={mistakes['startup']}
            />
            <TextAreaField
              name="message"
              label="Ce que vous en savez déjà"
              hint="Combien de personnes, ce qui a été essayé, quel temps vous pouvez y donner. Pas de donnée personnelle d’autrui."
              rows={6}
              value={typed['message']}
              mistake={mistakes['message']}
            />
            <TextField
              name="nom"
              label="Vos prénom et nom"
              autoComplete="name"
              value={typed['nom']}
              mistake={mistakes['nom']}
            />
            <TextField
              name="courriel"
              type="email"
              label="Votre adresse de courriel professionnelle"
              autoComplete="email"
              value={typed['courriel']}
              mistake={mistakes['courriel']}
            />
            <TextField
              name="administration"
              label="Votre administration"
              autoComplete="organization"
              value={typed['administration']}
              mistake={mistakes['administration']}
            />
            <p className="regle mb-4">
              Ces lignes sont lues par l’équipe de l’incubateur seule, et effacées un an après.
            </p>
            <button type="submit" className="fr-btn">
              Envoyer la proposition
            </button>
          </Form>
        </>
      )}
    </div>
  );
}
