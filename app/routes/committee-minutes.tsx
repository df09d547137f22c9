import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { readPaper } from '~/committee/documents.server';
import {
  askSignature,
  bringPaper,
  correctMinutes,
  MANNERS,
  minutesOf,
  publishMinutes,
  saveMinutes,
} from '~/committee/minutes/minutes.server';
import { purchasingMessage } from '~/committee/money';
import { fundingsOf } from '~/committee/reads.server';
import { COMMITTEE_KINDS, MEMBER_ROLES } from '~/committee/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { FileField, Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, formatInstant, inSentence } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { committeePath } from '~/platform/addresses';
import { renderMarkdown } from '~/platform/document/render.server';
import { committeeFor } from './committee-lookup.server';
import { formOf, mistaken, signedIn, textsOf, tried, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const { committee, visible, may } = await committeeFor(args, 'startup.voir-comite');
  if (committee.state !== 'clos') throw redirect(committeePath(committee.id));
  const { prisma } = context.database;
  const all = await minutesOf(prisma, committee.id);
  const current = all[0]!;
  const whole = visible.length === committee.items.length;
  const today = context.clock.today();
  const decides = may('startup.decider');
  const fundings = decides ? await fundingsOf(prisma, committee.id) : [];
  return {
    path: committeePath(committee.id),
    label: COMMITTEE_KINDS[committee.kind].label,
    day: formatDay(committee.heldOn),
    decides,
    // A committee of several portfolios: its minutes speak of startups that this reader does not follow.
    whole,
    number: current.number,
    version: current.version,
    body: whole ? current.body : '',
    html: whole ? renderMarkdown(current.body) : '',
    reason: current.reason,
    asked: current.askedName,
    signed:
      current.signedAt === null
        ? null
        : {
            when: formatInstant(current.signedAt),
            by: current.signedBy ?? '',
            manner: MANNERS[current.manner!],
            sha256: current.sha256!,
            paper: current.paperSha256 !== null,
          },
    earlier: all.slice(1).map(({ number, reason, signedAt }) => ({
      number,
      reason,
      when: signedAt === null ? '' : formatInstant(signedAt),
    })),
    signatories: committee.members
      .filter(({ personId }) => personId !== null)
      .map(({ id, name, role }) => ({
        value: id,
        label: `${name}, ${inSentence(MEMBER_ROLES[role])}`,
      })),
    orders: fundings.flatMap(({ itemId, amount, start, end, team }) => {
      const item = visible.find(({ id }) => id === itemId);
      return item && end >= today
        ? [
            purchasingMessage(
              { title: item.title, amount, months: item.months, start, end, profiles: team },
              today,
            ),
          ]
        : [];
    }),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { name } = await signedIn(args);
  const { committee } = await committeeFor(args, 'startup.decider');
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const version = versionOf(typed);
  const intention = typed['intention'] ?? '';
  const refused = await tried(async () => {
    switch (intention) {
      case 'enregistrer':
        return saveMinutes(context, committee.id, { version, body: typed['texte'] ?? '' });
      case 'publier':
        return publishMinutes(context, committee.id, { version, name });
      case 'demander':
        return askSignature(context, committee.id, { version, memberId: typed['signataire'] ?? '' });
      case 'papier': {
        const file = form.get('releve');
        const paper = await readPaper(context.settings.dataDir, file instanceof File ? file : null);
        if (paper?.type !== 'pdf')
          throw new RuleError('Choisissez le relevé signé, numérisé en PDF.', 'releve');
        const by = (typed['signataires'] ?? '').trim().slice(0, 300);
        if (by === '') throw new RuleError('Dites qui l’a signé.', 'signataires');
        return bringPaper(context, committee.id, { version, by, file: paper });
      }
      case 'corriger': {
        const reason = (typed['raison'] ?? '').trim().slice(0, 500);
        if (reason === '') throw new RuleError('Dites ce qui est corrigé, et pourquoi.', 'raison');
        return correctMinutes(context, committee.id, { reason });
      }
      default:
        throw new RuleError('Cette action n’existe pas.');
    }
  });
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  return redirect(`${committeePath(committee.id)}/releve?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Relevé du ${data?.day ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  clore:
    'Le comité est clos : les pages publiques, les conditions et les courriels sont partis. Relisez le relevé, puis faites-le signer.',
  enregistrer: 'Le relevé est enregistré.',
  publier: 'Le relevé est publié : il ne change plus.',
  demander: 'La demande de signature est partie.',
  papier: 'Le relevé signé est joint : il ne change plus.',
  corriger: 'La correction est ouverte : modifiez le texte, puis faites-le signer.',
};

function Signing({
  page,
  answer,
}: {
  page: Awaited<ReturnType<typeof loader>>;
  answer: FormAnswer | undefined;
}) {
  const mistake = (field: string) => answer?.mistakes[field];
  const version = <Hidden name="version" value={page.version} />;
  return (
    <section aria-labelledby="signer" className="sans-impression mt-10">
      <h2 id="signer">Faire signer</h2>
      {page.asked && <p>La signature est demandée à {page.asked}.</p>}
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-3">
        <Form method="post" noValidate className="carte">
          <h3 className="mt-0">Par un lien</h3>
          {page.signatories.length === 0 ? (
            <p className="m-0">Personne du comité n’a d’adresse de courriel.</p>
          ) : (
            <>
              <Hidden name="intention" value="demander" />
              {version}
              <SelectField
                name="signataire"
                label="Qui signe"
                empty="Choisir…"
                choices={page.signatories}
                value={answer?.typed['signataire']}
                mistake={mistake('signataire')}
              />
              <button type="submit" className="fr-btn fr-btn--secondary">
                Demander la signature
              </button>
            </>
          )}
        </Form>
        <Form method="post" noValidate encType="multipart/form-data" className="carte">
          <h3 className="mt-0">Sur papier</h3>
          <Hidden name="intention" value="papier" />
          {version}
          <TextField
            name="signataires"
            label="Qui a signé"
            value={answer?.typed['signataires']}
            mistake={mistake('signataires')}
          />
          <FileField
            name="releve"
            label="Relevé signé"
            hint="PDF, 25 Mo au plus."
            accept=".pdf"
            mistake={mistake('releve')}
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Joindre
          </button>
        </Form>
        <Form method="post" className="carte">
          <h3 className="mt-0">Sans signature</h3>
          <p>Le secrétariat publie ce texte en son nom.</p>
          <Hidden name="intention" value="publier" />
          {version}
          <button type="submit" className="fr-btn fr-btn--secondary">
            Publier le relevé
          </button>
        </Form>
      </div>
    </section>
  );
}

export default function CommitteeMinutes() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const saved = answer?.typed['intention'] === 'enregistrer' ? answer : undefined;
  const corrected = answer?.typed['intention'] === 'corriger' ? answer : undefined;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb path={[{ label: `${page.label} du ${page.day}`, to: page.path }]} here="Relevé" />
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {!page.whole ? (
        <>
          <h1>Relevé de décisions</h1>
          <p>
            Ce comité portait sur des startups d’autres portefeuilles. Ce qui concerne la vôtre se lit sur sa
            page « Comités ».
          </p>
        </>
      ) : (
        <>
          <h1 className="mb-2">Relevé du {page.day}</h1>
          <p className="text-discret m-0">
            {page.signed
              ? `Version ${page.number}, ${page.signed.manner} le ${page.signed.when} par ${page.signed.by}.`
              : `Version ${page.number}, à relire et à faire signer.`}
            {page.reason && ` Correction : ${page.reason}`}
          </p>
          <div className="prose releve" dangerouslySetInnerHTML={{ __html: page.html }} />
          {page.signed && (
            <p className="regle wrap-anywhere">Empreinte du texte signé (SHA-256) : {page.signed.sha256}</p>
          )}
          <ul className="sans-impression m-0 mt-6 flex list-none flex-wrap gap-x-6 gap-y-2 p-0">
            {(['pdf', 'odt', 'md'] as const).map((format) => (
              <li key={format} className="p-0">
                <a href={`${page.path}/releve.${format}`} download>
                  Télécharger en {{ pdf: 'PDF', odt: 'ODT', md: 'Markdown' }[format]}
                </a>
              </li>
            ))}
            {page.signed?.paper && (
              <li className="p-0">
                <a href={`${page.path}/releve-signe.pdf`} download>
                  Relevé signé sur papier
                </a>
              </li>
            )}
          </ul>
          {page.earlier.length > 0 && (
            <p className="text-sm">
              Versions signées avant :{' '}
              {page.earlier.map(({ number, when }, index) => (
                <span key={number}>
                  {index > 0 && ', '}
                  <a href={`${page.path}/releve.pdf?version=${number}`} download>
                    version {number}
                  </a>{' '}
                  du {when}
                </span>
              ))}
              .
            </p>
          )}
          {page.decides && !page.signed && (
            <>
              <details className="sans-impression mt-8" open={saved !== undefined}>
                <summary className="lien cursor-pointer">Modifier le texte</summary>
                <Form method="post" noValidate className="mt-4">
                  <Hidden name="intention" value="enregistrer" />
                  <Hidden name="version" value={saved?.typed['version'] ?? page.version} />
                  <TextAreaField
                    name="texte"
                    label="Texte du relevé, en Markdown"
                    rows={24}
                    value={saved?.typed['texte'] ?? page.body}
                    mistake={saved?.mistakes['texte']}
                  />
                  <button type="submit" className="fr-btn fr-btn--secondary">
                    Enregistrer
                  </button>
                </Form>
              </details>
              <Signing page={page} answer={answer} />
            </>
          )}
          {page.decides && page.signed && (
            <details className="sans-impression mt-8" open={corrected !== undefined}>
              <summary className="lien cursor-pointer">Corriger ce relevé</summary>
              <Form method="post" noValidate className="mt-4 max-w-2xl">
                <Hidden name="intention" value="corriger" />
                <p>Le relevé signé reste tel quel ; la correction est une nouvelle version, à signer.</p>
                <TextField
                  name="raison"
                  label="Ce qui est corrigé, et pourquoi"
                  value={corrected?.typed['raison']}
                  mistake={corrected?.mistakes['raison']}
                />
                <button type="submit" className="fr-btn fr-btn--secondary">
                  Ouvrir une correction
                </button>
              </Form>
            </details>
          )}
        </>
      )}
      {page.orders.map((order) => (
        <section key={order.subject} className="sans-impression mt-10" aria-label={order.subject}>
          <h2>{order.subject}</h2>
          <pre className="carte whitespace-pre-wrap wrap-anywhere">{order.body}</pre>
          <a
            className="fr-btn fr-btn--sm fr-btn--secondary"
            href={`mailto:?subject=${encodeURIComponent(order.subject)}&body=${encodeURIComponent(order.body)}`}
          >
            Ouvrir dans ma messagerie
          </a>
        </section>
      ))}
    </div>
  );
}
