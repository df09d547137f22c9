import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { formatInstant } from '~/design/formats';
import { readDemoMails } from '~/platform/mail/reads.server';
import { notFound } from './answers.server';

/** In a demonstration no mail leaves: all are read here. */
export async function loader({ context }: LoaderFunctionArgs) {
  if (!context.network.demo) throw notFound('Cette page n’existe que dans une démonstration.');
  const mails = await readDemoMails(context.database.prisma);
  return mails.map((mail) => ({
    ...mail,
    // A real address that somebody typed here is nobody else's business.
    address: mail.address.endsWith('.invalid') ? mail.address : '(adresse saisie dans la démonstration)',
    when: formatInstant(mail.createdAt),
  }));
}

export const meta: MetaFunction = () => [
  { title: 'Courriels de la démonstration · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const LINK = /(https?:\/\/\S+)/;

export default function DemoMails() {
  const mails = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-4xl py-10">
      <h1>Courriels de la démonstration</h1>
      <p>
        Rien ne part d’une démonstration : les courriels qui seraient envoyés se lisent ici, les plus récents
        d’abord, par tout le monde, liens de connexion compris.
      </p>
      {mails.length === 0 ? (
        <p className="carte">
          Aucun courriel encore. Demandez un lien de connexion, ou invitez quelqu’un : il apparaîtra ici.
        </p>
      ) : (
        mails.map((mail) => (
          <article key={mail.id} className="carte mb-4">
            <h2 className="m-0 text-lg">{mail.subject}</h2>
            <p className="m-0 text-sm text-discret">
              À {mail.address}, {mail.when}
            </p>
            <p className="m-0 mt-3 whitespace-pre-wrap text-sm">
              {mail.plain.split(LINK).map((part, index) =>
                LINK.test(part) ? (
                  <a key={index} href={part} className="wrap-anywhere">
                    {part}
                  </a>
                ) : (
                  part
                ),
              )}
            </p>
          </article>
        ))
      )}
    </div>
  );
}
