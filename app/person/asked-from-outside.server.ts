import { withinLimit } from '~/platform/rate-limit.server';
import { RuleError, type Acting } from './acting';

const REQUESTS_AN_HOUR = 5;

/**
 * What anybody may ask without an account is asked a few times an hour from one machine.
 * @param name which kind of request: each has its own count.
 * @throws {RuleError} when too many come from one place.
 */
export async function limitRequests(acting: Acting, name: string, machine: string): Promise<void> {
  const within = await withinLimit(acting.database.prisma, acting.clock.now(), {
    name,
    subject: machine,
    limit: REQUESTS_AN_HOUR,
    minutes: 60,
  });
  if (!within)
    throw new RuleError(
      'Plusieurs demandes sont parties d’ici en peu de temps\u00a0: réessayez dans une heure.',
    );
}
