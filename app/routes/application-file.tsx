import { applicationPath, callPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { readingMinutes } from '~/round/application/contents';
import { ApplicationView } from '~/round/parts/ApplicationView';
import { readFile } from './application-file.server';

export async function loader(args: LoaderFunctionArgs) {
  const { application, call, contents, age, asTeam } = await readFile(args);
  return {
    title: application.title,
    path: applicationPath(application.id),
    back: asTeam
      ? { label: 'Candidature', to: applicationPath(application.id) }
      : { label: call.title, to: callPath(call.id) },
    contents,
    age,
    minutes: readingMinutes(contents),
    letter: application.cofundingName,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Dossier : ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function ApplicationFile() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[page.back]} here="Dossier" />
      <h1 className="mb-2">{page.title}</h1>
      <ApplicationView contents={page.contents} age={page.age} minutes={page.minutes} />
      <p className="sans-impression">
        <a href={`${page.path}/dossier.pdf`} download>
          Télécharger en PDF
        </a>
        {page.letter && (
          <>
            {' · '}
            <a href={`${page.path}/piece`} download>
              Pièce jointe : {page.letter}
            </a>
          </>
        )}
      </p>
    </div>
  );
}
