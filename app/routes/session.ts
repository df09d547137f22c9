import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { sessionEnd } from './session-end.server';

const answer = ({ context }: LoaderFunctionArgs | ActionFunctionArgs) =>
  Response.json(sessionEnd(context), { headers: { 'Cache-Control': 'no-store' } });

/** How long the session lasts; asking does not prolong it. */
export const loader = (args: LoaderFunctionArgs) => answer(args);

/** Goes on: the request itself is the sign of life. */
export const action = (args: ActionFunctionArgs) => answer(args);
