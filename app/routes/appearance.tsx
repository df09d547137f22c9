import { redirect, type ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { formOf } from './guards.server';

const choiceSchema = z.object({
  theme: z.enum(['light', 'dark', 'system']),
  // Only a path of this site: anything else would send the reader away.
  retour: z
    .string()
    .regex(/^\/(?![/\\])[^\\\s\p{Cc}]*$/u)
    .max(2000)
    .catch('/'),
});

export const loader = () => redirect('/');

/** Keeps the chosen appearance in a cookie that says nothing else. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const choice = choiceSchema.safeParse(Object.fromEntries(form));
  if (!choice.success) return redirect('/');
  const { theme, retour } = choice.data;
  const secure = context.origin.startsWith('https:') ? '; Secure' : '';
  const age = theme === 'system' ? 0 : 31_536_000;
  return redirect(retour, {
    headers: { 'Set-Cookie': `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax; HttpOnly${secure}` },
  });
}
