import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { countOf, formatInstant, formatNumber } from '~/design/formats';
import { openJobs, retryJob } from '~/exchange/administration.server';
import { MAIL_KINDS, type MailKind } from '~/person/mail-kinds';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { countMails, MAIL_STATE_LABELS, resendMail, troubledMails } from '~/platform/mail/reads.server';
import { isId } from '~/platform/identifier';
import { allowed, textFields } from './guards.server';

const JOB_LABELS: Readonly<Record<string, string>> = {
  purge: 'Effacer ce qui dépasse sa durée',
  donnees: 'Garder les jeux de données et les chiffres du jour',
  dossiers: 'Figer les dossiers des comités',
  candidatures: 'Figer les candidatures des appels clos',
  suivis: 'Demander les suivis après la sortie',
  conditions: 'Rappeler les conditions à échéance',
  appels: 'Rappeler ce que les appels attendent',
  'fins-de-mission': 'Prévenir des missions qui finissent',
  hebdomadaire: 'Envoyer le courriel de la semaine',
};

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { prisma } = args.context.database;
  return {
    counts: (await countMails(prisma)).map(({ state, count }) => ({
      label: MAIL_STATE_LABELS[state],
      count,
    })),
    mails: (await troubledMails(prisma)).map((mail) => ({
      id: mail.id,
      kind: MAIL_KINDS[mail.kind as MailKind]?.label ?? mail.kind,
      subject: mail.subject,
      state: MAIL_STATE_LABELS[mail.state],
      error: mail.error,
      attempts: mail.attempts,
      when: formatInstant(mail.createdAt),
    })),
    jobs: (await openJobs(prisma)).map((job) => ({
      ...job,
      label: JOB_LABELS[job.kind] ?? job.kind,
      due: formatInstant(job.dueAt),
    })),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { context } = args;
  const { courriel = '', travail = '' } = await textFields(args.request);
  if (isId(courriel)) {
    await context.database.transaction(async (tx) => {
      await resendMail(tx, context.clock.now(), courriel);
      await recordChanges(tx, { ...context.audit, at: context.clock.now() }, [
        { verb: 'resend', thing: { kind: 'mail', id: courriel } },
      ]);
    });
    context.mail.wake();
  } else if (isId(travail)) await retryJob(context, travail);
  return redirect('/administration/courriels');
}

export const meta: MetaFunction = () => [
  { title: 'Courriels et travaux · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function MailsAndJobs() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[{ label: 'Administration technique', to: '/administration' }]}
        here="Courriels et travaux"
      />
      <h1>Courriels et travaux</h1>
      <p className="nombre">
        {page.counts.length === 0
          ? 'Aucun courriel encore.'
          : page.counts.map(({ label, count }) => `${label} : ${formatNumber(count)}`).join(', ')}
      </p>
      <section aria-labelledby="difficiles">
        <h2 id="difficiles">Courriels en difficulté</h2>
        {page.mails.length === 0 ? (
          <p>Aucun.</p>
        ) : (
          <ul className="m-0 list-none p-0">
            {page.mails.map((mail) => (
              <li
                key={mail.id}
                className="flex flex-wrap items-center justify-between gap-3 border-b border-trait py-3"
              >
                <span>
                  <strong>{mail.state}</strong> : {mail.subject}
                  <span className="block text-sm text-discret">
                    {mail.kind}, {mail.when}, {countOf(mail.attempts, 'essai', 'essais')}
                    {mail.error && ` ; ${mail.error}`}
                  </span>
                </span>
                <Form method="post">
                  <Hidden name="courriel" value={mail.id} />
                  <button
                    type="submit"
                    className="fr-btn fr-btn--sm fr-btn--secondary"
                    aria-label={`Renvoyer « ${mail.subject} »`}
                  >
                    Renvoyer
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        )}
        <p className="regle mt-2">
          Un « envoi incertain » a peut-être été reçu : il n’est jamais renvoyé de lui-même. Renvoyé, il garde
          son numéro.
        </p>
      </section>
      <section aria-labelledby="travaux" className="mt-10">
        <h2 id="travaux">Travaux</h2>
        <ul className="m-0 list-none p-0">
          {page.jobs.map((job) => (
            <li
              key={job.id}
              className="flex flex-wrap items-center justify-between gap-3 border-b border-trait py-3"
            >
              <span>
                <strong>{job.label}</strong>, prévu le {job.due}
                {job.lastError && (
                  <span className="block text-sm text-alerte">
                    {countOf(job.attempts, 'essai', 'essais')} : {job.lastError}
                  </span>
                )}
              </span>
              {job.lastError && (
                <Form method="post">
                  <Hidden name="travail" value={job.id} />
                  <button
                    type="submit"
                    className="fr-btn fr-btn--sm fr-btn--secondary"
                    aria-label={`Réessayer : ${job.label}`}
                  >
                    Réessayer
                  </button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
