import type { AppLoadContext } from '@remix-run/node';
import type { SessionEnd } from '~/design/SessionWatch';

/** How long the session still lasts, counted here: a reader's own clock may be wrong. */
export const sessionEnd = ({ session, clock }: AppLoadContext): SessionEnd | null =>
  session && {
    seconds: Math.max(0, Math.floor((session.endsAt.getTime() - clock.now().getTime()) / 1000)),
    mayGoOn: !session.isLastStretch,
  };
