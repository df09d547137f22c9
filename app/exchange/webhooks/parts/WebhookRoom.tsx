import { Form } from '@remix-run/react';
import { Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';

export interface ShownWebhook {
  id: string;
  label: string;
  address: string;
  since: string;
  stoppedBecause: string | null;
  secret: string;
  deliveries: ReadonlyArray<{ id: string; at: string; state: string; words: string }>;
}

const DONE: Readonly<Record<string, string>> = {
  ajouter: 'L’adresse est prévenue à partir de maintenant.',
  retirer: 'L’adresse n’est plus prévenue.',
  reprendre: 'L’adresse est prévenue de nouveau.',
};

function Deliveries({ label, deliveries }: Pick<ShownWebhook, 'label' | 'deliveries'>) {
  if (deliveries.length === 0) return <p className="m-0 text-sm">Rien à envoyer encore.</p>;
  return (
    <details>
      <summary className="lien cursor-pointer">Derniers messages, {label}</summary>
      <table className="tableau tableau-serre empile">
        <caption className="sr-only">Derniers messages, {label}</caption>
        <thead>
          <tr>
            <th scope="col">Quand</th>
            <th scope="col">État</th>
            <th scope="col">Ce qui s’est passé</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map(({ id, at, state, words }) => (
            <tr key={id}>
              <td data-label="Quand">{at}</td>
              <td data-label="État">{state}</td>
              <td data-label="Ce qui s’est passé">{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** The addresses told of changes: what each was sent, and the form that adds one. */
export function WebhookRoom({
  webhooks,
  done,
  answer,
}: {
  webhooks: readonly ShownWebhook[];
  done: string | null;
  answer: FormAnswer | undefined;
}) {
  const field = (name: string) => ({ name, value: answer?.typed[name], mistake: answer?.mistakes[name] });
  return (
    <>
      {done && Object.hasOwn(DONE, done) && !answer && <Done title={DONE[done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {webhooks.length === 0 && <p>Aucune adresse n’est prévenue.</p>}
      <ul className="m-0 list-none p-0">
        {webhooks.map((webhook) => (
          <li key={webhook.id} className="border-b border-trait py-3">
            <h2 className="m-0 text-lg">{webhook.label}</h2>
            <p className="m-0">
              <code className="wrap-anywhere">{webhook.address}</code>, depuis le {webhook.since}
            </p>
            {webhook.stoppedBecause && (
              <p className="m-0 font-medium text-alerte">N’est plus prévenue : {webhook.stoppedBecause}.</p>
            )}
            <Deliveries label={webhook.label} deliveries={webhook.deliveries} />
            <details>
              <summary className="lien cursor-pointer">Secret de signature, {webhook.label}</summary>
              <code className="wrap-anywhere">{webhook.secret}</code>
            </details>
            <div className="mt-2 flex flex-wrap gap-2">
              {webhook.stoppedBecause && (
                <RowAction
                  fields={{ intention: 'reprendre', envoi: webhook.id }}
                  label="Reprendre"
                  name={`Reprendre ${webhook.label}`}
                />
              )}
              <RowAction
                fields={{ intention: 'retirer', envoi: webhook.id }}
                label="Retirer"
                name={`Retirer ${webhook.label}`}
              />
            </div>
          </li>
        ))}
      </ul>
      <section aria-labelledby="ajouter" className="mt-8">
        <h2 id="ajouter">Prévenir une adresse</h2>
        <Form method="post" noValidate className="max-w-xl">
          <Hidden name="intention" value="ajouter" />
          <TextField
            {...field('libelle')}
            label="À quoi elle sert"
            hint="Par exemple « site du ministère »."
          />
          <TextField
            {...field('adresse')}
            type="url"
            label="Adresse"
            hint="Elle reçoit un POST à chaque changement, et répond 2xx en moins de dix secondes."
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Prévenir cette adresse
          </button>
        </Form>
      </section>
      <section aria-labelledby="comment" className="mt-8">
        <h2 id="comment">Ce qu’elle reçoit</h2>
        <p>
          Un message JSON : <code>type</code> (<code>startup.modifiee</code>, ou <code>reseau.modifie</code>{' '}
          quand beaucoup changent d’un coup), <code>timestamp</code>, et dans <code>data</code> l’identifiant,
          le nom, la phase et l’adresse à relire dans l’API. Il est signé selon{' '}
          <a href="https://www.standardwebhooks.com/" rel="noopener">
            Standard Webhooks
          </a>{' '}
          (<code>webhook-id</code>, <code>webhook-timestamp</code>, <code>webhook-signature</code>) ; le même
          message peut arriver deux fois, sous le même <code>webhook-id</code>.
        </p>
        <p>
          Sans réponse : nouvel essai après une minute, cinq, trente, deux heures, huit heures, un jour, puis
          le message est abandonné. Cinq abandons de suite, ou une réponse 410, et l’adresse n’est plus
          prévenue.
        </p>
      </section>
    </>
  );
}
