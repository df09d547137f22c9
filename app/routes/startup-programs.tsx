import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { writableFields } from '~/exchange/publication/write-fields.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { CheckBoxes, Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { formatInstant, ofName } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { TOKEN_SCOPE_CODES, TOKEN_SCOPES } from '~/person/programs/scopes';
import { createToken, revokeToken, tokensOf } from '~/person/programs/tokens.server';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { line } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { allowed, formOf, mistaken, textsOf, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { database, clock, origin, network, actor } = args.context;
  const startup = startupOf(network, args.params['id'], '/programmes');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const now = clock.now();
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    api: `${origin}/api/v1/startups/${encodeURIComponent(startup.publicId)}`,
    scopes: TOKEN_SCOPE_CODES.filter(
      (scope) => can(actor, TOKEN_SCOPES[scope].needs, tiesOf(startup), clock.today()).allowed,
    ).map((value) => ({ value, label: TOKEN_SCOPES[value].label })),
    fields: writableFields(),
    tokens: (await tokensOf(database.prisma, startup.id, now)).map((token) => ({
      id: token.id,
      label: token.label,
      writes: token.scopes.map((scope) => TOKEN_SCOPES[scope].label.toLowerCase()).join(' ; '),
      madeBy: token.madeBy,
      expires: formatInstant(token.expiresAt),
      used: token.usedAt === null ? 'jamais servi' : `servi le ${formatInstant(token.usedAt)}`,
    })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id'], '/programmes');
  const ties = tiesOf(startup);
  await allowed(args, 'startup.modifier', ties);
  const form = await formOf(args.request);
  const chosen = form.getAll('portees').map(String);
  const typed: Record<string, string> = { ...textsOf(form), portees: chosen.join(',') };
  if (typed['intention'] === 'revoquer') {
    const mistakes = await tried(async () => {
      if (!isId(typed['jeton'] ?? '')) throw new RuleError('Ce jeton n’existe plus.');
      await revokeToken(context, ties, typed['jeton']!);
    });
    return mistakes
      ? mistaken(typed, mistakes)
      : redirect(`${startupPath(startup.publicId)}/programmes?fait=revoque`);
  }
  const label = line('À quoi il sert', { max: 100 }).safeParse(typed['libelle'] ?? '');
  if (!label.success) return mistaken(typed, { libelle: label.error.issues[0]!.message });
  let token = '';
  const mistakes = await tried(async () => {
    token = await createToken(context, ties, {
      label: label.data,
      asked: TOKEN_SCOPE_CODES.filter((scope) => chosen.includes(scope)),
    });
  });
  return mistakes ? mistaken(typed, mistakes) : Response.json({ typed: {}, mistakes: {}, token });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Programmes ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const EXAMPLES = [
  {
    title: 'Les valeurs des mesures',
    call: (api: string) => `POST ${api}/valeurs`,
    body: '{ "valeurs": [{ "mesure": "Nom de la mesure", "date": "2026-03", "valeur": 1240 }] }',
  },
  {
    title: 'La fiche',
    call: (api: string) => `PATCH ${api}`,
    body: '{ "champs": { "stats_url": "https://service.exemple/stats" } }',
  },
  {
    title: 'La date d’un comité',
    call: (api: string) => `POST ${api}/comites`,
    body: '{ "nature": "investissement", "date": "2027-03-12", "heure": "14:30" }',
  },
];

export default function StartupPrograms() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as (FormAnswer & { token?: string }) | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: page.title, to: page.path }]} here="Programmes" />
      <h1>Programmes {ofName(page.title)}</h1>
      <p className="text-lg">
        {page.tokens.length === 0
          ? 'Aucun programme n’écrit ici.'
          : 'Ces programmes écrivent ici, chacun avec son jeton.'}
      </p>
      {page.done === 'revoque' && !answer && <Done title="Le jeton n’ouvre plus rien." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {answer?.token && (
        <div className="carte mb-4" role="status">
          <p className="m-0 font-medium">Copiez ce jeton maintenant : il ne sera plus montré.</p>
          <p className="m-0">
            <code className="wrap-anywhere">{answer.token}</code>
          </p>
        </div>
      )}
      {page.tokens.length > 0 && (
        <ul className="m-0 mb-6 list-none p-0">
          {page.tokens.map((token) => (
            <li key={token.id} className="flex flex-wrap justify-between gap-2 border-b border-trait py-2">
              <span>
                {token.label}
                <span className="block text-sm text-discret">
                  Écrit : {token.writes}. {token.madeBy ? `Fait par ${token.madeBy}. ` : ''}
                  {token.used} ; valable jusqu’au {token.expires}.
                </span>
              </span>
              <RowAction
                fields={{ intention: 'revoquer', jeton: token.id }}
                label="Révoquer"
                name={`Révoquer le jeton ${token.label}`}
              />
            </li>
          ))}
        </ul>
      )}
      <section aria-labelledby="nouveau">
        <h2 id="nouveau">Un nouveau jeton</h2>
        <Form method="post" noValidate className="max-w-xl">
          <Hidden name="intention" value="jeton" />
          <TextField
            name="libelle"
            label="À quoi il sert"
            hint="Par exemple « tâche de nuit du service »."
            value={typed['libelle']}
            mistake={mistakes['libelle']}
          />
          <CheckBoxes
            name="portees"
            legend="Ce qu’il peut écrire"
            hint="Il l’écrit en votre nom, pendant un an, et tant que vous en avez le droit."
            choices={page.scopes}
            checked={typed['portees'] === undefined ? ['valeurs'] : typed['portees'].split(',')}
            mistake={mistakes['portees']}
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Créer un jeton
          </button>
        </Form>
      </section>
      <p className="mt-6">
        Un programme peut aussi être prévenu des changements :{' '}
        <Link to={`${page.path}/envois`}>adresses prévenues</Link>.
      </p>
      <section aria-labelledby="comment" className="mt-10">
        <h2 id="comment">Comment l’utiliser</h2>
        <p>
          Le jeton va dans l’en-tête <code>Authorization: Bearer …</code>. Avec une{' '}
          <code>Idempotency-Key</code>, la même demande envoyée deux fois n’est faite qu’une fois. Une réponse
          porte ce qui reste de la minute (<code>RateLimit-Remaining</code>) ; un refus dit quoi et où.{' '}
          <Link to="/api#ecrire">Tout le détail</Link>.
        </p>
        <dl>
          {EXAMPLES.map(({ title, call, body }) => (
            <div key={title} className="mb-3">
              <dt className="font-medium">{title}</dt>
              <dd className="m-0">
                <code className="block wrap-anywhere">{call(page.api)}</code>
                <code className="block wrap-anywhere">{body}</code>
              </dd>
            </div>
          ))}
        </dl>
        <details>
          <summary className="lien cursor-pointer">Les champs de la fiche qu’un programme écrit</summary>
          <ul>
            {page.fields.map(({ key, label }) => (
              <li key={key}>
                <code>{key}</code> : {label}
              </li>
            ))}
          </ul>
        </details>
      </section>
    </div>
  );
}
