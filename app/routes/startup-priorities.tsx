import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { formatDay, ofName } from '~/design/formats';
import { confirmLink, declareLink, linksOfStartup, withdrawLink } from '~/startup/priorities/links.server';
import { holdsOn, policiesOf } from '~/startup/priorities/policies.server';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { line } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { database, clock, network, actor } = args.context;
  const startup = startupOf(network, args.params['id'], '/priorites');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const today = clock.today();
  const policies = await policiesOf(database.prisma);
  const links = await linksOfStartup(database.prisma, startup.id);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    confirms: can(actor, 'startup.tenir-comite', tiesOf(startup), today).allowed,
    choices: policies
      .filter((policy) => holdsOn(policy, today))
      .map(({ id, title }) => ({ value: id, label: title })),
    links: links.map(({ policyId, why, declaredOn, confirmedOn }) => ({
      policyId,
      title: policies.find(({ id }) => id === policyId)!.title,
      why,
      confirmed: confirmedOn !== null,
      state:
        confirmedOn === null
          ? `déclaré le ${formatDay(declaredOn)}, à confirmer par l’incubateur`
          : `confirmé le ${formatDay(confirmedOn)}`,
    })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id'], '/priorites');
  const ties = tiesOf(startup);
  await allowed(args, 'startup.modifier', ties);
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const mistakes = await tried(async () => {
    const policyId = typed['politique'] ?? '';
    if (!isId(policyId)) throw new RuleError('Choisissez une politique prioritaire.', 'politique');
    if (intention === 'confirmer') return confirmLink(context, ties, policyId);
    if (intention === 'retirer') return withdrawLink(context, ties, policyId);
    if (intention !== 'declarer') throw new RuleError('Cette action n’existe pas.');
    const why = line('Comment elle la sert', { max: 300 }).safeParse(typed['comment'] ?? '');
    if (!why.success) throw new RuleError(why.error.issues[0]!.message, 'comment');
    return declareLink(context, ties, policyId, why.data);
  });
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(`${startupPath(startup.publicId)}/priorites?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Priorités ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  declarer: 'Le lien est déclaré : il est public dès que l’incubateur le confirme.',
  confirmer: 'Le lien est confirmé et public.',
  retirer: 'Le lien est retiré.',
};

export default function StartupPriorities() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: page.title, to: page.path }]} here="Priorités" />
      <h1>Priorités {ofName(page.title)}</h1>
      <p className="text-lg">
        Les <Link to="/priorites">politiques prioritaires</Link> que ce service sert.
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.links.length === 0 ? (
        <p>Aucun lien déclaré.</p>
      ) : (
        <ul className="m-0 mb-6 list-none p-0">
          {page.links.map((link) => (
            <li
              key={link.policyId}
              className="flex flex-wrap justify-between gap-2 border-b border-trait py-2"
            >
              <span>
                <strong>{link.title}</strong> : {link.why}
                <span className="block text-sm text-discret">{link.state}</span>
              </span>
              <span className="flex flex-wrap gap-2">
                {page.confirms && !link.confirmed && (
                  <RowAction
                    fields={{ intention: 'confirmer', politique: link.policyId }}
                    label="Confirmer"
                    name={`Confirmer ${link.title}`}
                  />
                )}
                <RowAction
                  fields={{ intention: 'retirer', politique: link.policyId }}
                  label="Retirer"
                  name={`Retirer ${link.title}`}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      <section aria-labelledby="declarer">
        <h2 id="declarer">Déclarer un lien</h2>
        {page.choices.length === 0 ? (
          <p>La liste des politiques prioritaires est vide : l’animation du réseau la tient.</p>
        ) : (
          <Form method="post" noValidate className="max-w-xl">
            <Hidden name="intention" value="declarer" />
            <SelectField
              name="politique"
              label="Politique prioritaire"
              empty="Choisir…"
              choices={page.choices}
              value={typed['politique']}
              mistake={answer?.mistakes['politique']}
            />
            <TextField
              name="comment"
              label="Comment ce service la sert"
              hint="Une phrase, que tout le monde lira."
              value={typed['comment']}
              mistake={answer?.mistakes['comment']}
            />
            <button type="submit" className="fr-btn">
              Déclarer
            </button>
          </Form>
        )}
      </section>
    </div>
  );
}
