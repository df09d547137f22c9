import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { commitmentToSign, signCommitment } from '~/round/application/sponsor.server';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { formatDay, ofName } from '~/design/formats';
import { confirmAddress, refuseMail } from '~/person/account.server';
import { RefusedError, RuleError } from '~/person/acting';
import { MAIL_KINDS, type MailKind } from '~/person/mail-kinds';
import { extendByLink, linkedMission } from '~/person/missions.server';
import { day } from '~/platform/day';
import { answerByLink, followUpToAnswer } from '~/committee/handover/followups.server';
import type { SignAnswers } from '~/committee/handover/followups';
import { SIGN_CODES, SUCCESS_SIGNS } from '~/committee/handover/vocabulary';
import { CheckBoxes, TextAreaField } from '~/design/form/Field';
import { openReading } from '~/committee/file/file.server';
import { COOKIES, setCookie } from '~/platform/http/cookies';
import { findLink } from '~/platform/signed-links.server';
import { minutesToSign, signByLink } from '~/committee/minutes/minutes.server';
import { renderMarkdown } from '~/platform/document/render.server';
import { formOf, textsOf } from './guards.server';

/** How long a browser remembers that it opened a file; the link itself may end before. */
const READING_SECONDS = 180 * 86_400;

interface LinkPage {
  title: string;
  sentence: string;
  button: string | null;
  /** The very text that the button is about, where there is one. */
  html?: string;
  /** What is asked before the button, each answered by yes or no. */
  questions?: ReadonlyArray<{ name: string; label: string }>;
}

const GONE: LinkPage = {
  title: 'Ce lien ne sert plus',
  sentence:
    'Il a déjà servi, ou il est trop ancien. Connectez-vous pour faire la même chose depuis votre espace.',
  button: null,
};

/** Says what the link allows. Opening it does nothing: mail gateways open links, a button acts. */
export async function loader({ context, params }: LoaderFunctionArgs): Promise<LinkPage> {
  const { prisma } = context.database;
  const link = await findLink(prisma, context.clock.now(), params.jeton ?? '');
  if (!link || link.usedAt !== null) return GONE;
  switch (link.act) {
    case 'prolonger-mission': {
      const mission = await linkedMission(prisma, link.thingId);
      if (!mission) return GONE;
      return {
        title: 'Prolonger une mission',
        sentence: `La mission ${ofName(mission.name)} pour ${mission.place.title} ${mission.until === null ? 'n’a pas de fin' : `finit le ${formatDay(day(mission.until))}`}. Un clic la prolonge de six mois.`,
        button: 'Prolonger de six mois',
      };
    }
    case 'confirmer-adresse':
      return {
        title: 'Confirmer une adresse',
        sentence: `L’adresse ${link.thingId} servira à se connecter à Jalons.`,
        button: 'Confirmer cette adresse',
      };
    case 'signer-releve': {
      const known = await minutesToSign(prisma, link.thingId);
      if (!known)
        return {
          title: 'Ce relevé a changé',
          sentence: 'Le texte a été modifié ou signé depuis : demandez un nouveau lien.',
          button: null,
        };
      return {
        title: 'Signer un relevé de décisions',
        sentence: 'Relisez ce texte. Signer dit qu’il rapporte fidèlement ce que le comité a décidé.',
        button: 'Signer ce relevé',
        html: renderMarkdown(known.minutes.body),
      };
    }
    case 'repondre-suivi': {
      const followUp = await followUpToAnswer(prisma, link.thingId);
      if (!followUp) return GONE;
      return {
        title: `${followUp.title}, ${followUp.months}\u00a0mois après`,
        sentence: `Sorti d’incubation le ${formatDay(followUp.exitDay)}. Cochez ce qui est vrai aujourd’hui.`,
        button: 'Envoyer la réponse',
        questions: SIGN_CODES.map((name) => ({ name, label: SUCCESS_SIGNS[name] })),
      };
    }
    case 'soutenir-candidature': {
      const asked = await commitmentToSign(prisma, link.thingId);
      if (!asked) return GONE;
      return {
        title: `Soutenir ${asked.title}`,
        sentence: asked.text,
        button: 'Signer cet engagement',
      };
    }
    case 'lire-dossier':
      return {
        title: 'Lire un dossier de comité',
        sentence: 'Ce lien ouvre le dossier préparé pour le comité, sur cet appareil.',
        button: 'Ouvrir le dossier',
      };
    case 'ne-plus-recevoir':
      return {
        title: 'Ne plus recevoir ces courriels',
        sentence: `${MAIL_KINDS[link.thingId as MailKind]?.label ?? 'Ces courriels'} : vous ne les recevrez plus. Vous pourrez y revenir dans « Mon compte ».`,
        button: 'Ne plus recevoir',
      };
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const token = params.jeton ?? '';
  const link = await findLink(context.database.prisma, context.clock.now(), token);
  try {
    switch (link?.act) {
      case 'prolonger-mission': {
        const until = await extendByLink(context, token);
        return { done: until === null ? null : `La mission continue jusqu’au ${formatDay(until)}. Merci.` };
      }
      case 'confirmer-adresse':
        return {
          done: (await confirmAddress(context, token))
            ? 'L’adresse est confirmée : vous pouvez vous en servir.'
            : null,
        };
      case 'signer-releve':
        return {
          done: (await signByLink(context, token)) ? 'Le relevé est signé : il ne change plus.' : null,
        };
      case 'repondre-suivi': {
        const form = await formOf(request);
        const signs = new Set(form.getAll('signes'));
        const answers = Object.fromEntries(SIGN_CODES.map((code) => [code, signs.has(code)])) as SignAnswers;
        const comment = (textsOf(form)['commentaire'] ?? '').trim().slice(0, 2000);
        return {
          done: (await answerByLink(context, token, { answers, comment }))
            ? 'Merci : votre réponse est arrivée à l’incubateur.'
            : null,
        };
      }
      case 'soutenir-candidature':
        return {
          done: (await signCommitment(context, token))
            ? 'Votre engagement est signé : l’équipe et le jury le verront. Merci.'
            : null,
        };
      case 'lire-dossier': {
        const reading = await openReading(context, token);
        if (!reading) return { done: null };
        return redirect(`/dossiers/${reading.itemId}`, {
          headers: { 'Set-Cookie': setCookie(COOKIES.reading, reading.secret, READING_SECONDS) },
        });
      }
      case 'ne-plus-recevoir':
        return {
          done: (await refuseMail(context, token)) ? 'C’est fait : ce courriel ne partira plus.' : null,
        };
      case undefined:
        return Response.json({ done: null }, { status: 400 });
    }
  } catch (error) {
    if (error instanceof RefusedError || error instanceof RuleError) return { done: error.message };
    throw error;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? 'Lien'} · Jalons` },
  { name: 'robots', content: 'noindex' },
  { name: 'referrer', content: 'no-referrer' },
];

export default function SignedLinkPage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as { done: string | null } | undefined;
  const { title, sentence, button, html, questions } = answer && answer.done === null ? GONE : page;
  return (
    <div className="page max-w-3xl py-10">
      <h1>{answer?.done ? 'C’est noté' : title}</h1>
      <p role={answer ? 'status' : undefined}>{answer?.done ?? sentence}</p>
      {!answer && html && <div className="prose carte my-6" dangerouslySetInnerHTML={{ __html: html }} />}
      {!answer && button && (
        <Form method="post">
          {questions && (
            <>
              <CheckBoxes
                name="signes"
                legend="Ce qui est vrai aujourd’hui"
                choices={questions.map(({ name, label }) => ({ value: name, label }))}
                checked={[]}
              />
              <TextAreaField name="commentaire" label="Ce que vous voulez ajouter" rows={3} />
            </>
          )}
          <button type="submit" className="fr-btn">
            {button}
          </button>
        </Form>
      )}
      <p className="mt-8">
        <Link to="/espace">Ouvrir mon espace</Link>
      </p>
    </div>
  );
}
