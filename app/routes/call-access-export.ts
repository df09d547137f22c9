import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node';
import { callPath } from '~/platform/addresses';
import { noteAccessAnswered } from '~/round/access/prepare.server';
import { heldApplication } from './call-lookup.server';
import { footerOf, textAs } from './committee-file-formats.server';
import { textFields } from './guards.server';

const LONGEST = 200_000;

/** The file is made of what the form says: its page comes first. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { application, call } = await heldApplication(args);
  return redirect(`${callPath(call.id)}/acces/${application.id}`);
}

/** The text as the person who answers corrected it. It is given back as a file, and not kept. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { context, params } = args;
  const { application, call } = await heldApplication(args);
  const typed = await textFields(args.request);
  const text = (typed['texte'] ?? '').replace(/\r\n?/g, '\n').slice(0, LONGEST);
  const [, format] = (params['fichier'] ?? '').split('.');
  const file = await textAs(format, `acces-${application.publicId}`, text, {
    title: `Ce qui est conservé de la candidature de ${application.title}`,
    footer: footerOf(context.network, call.title),
    at: context.clock.now(),
  });
  await noteAccessAnswered(context, call, application.id);
  return file;
}
