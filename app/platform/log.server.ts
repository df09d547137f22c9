import pino from 'pino';

export type Log = Pick<pino.Logger, 'info' | 'warn' | 'error' | 'child'>;

/** One JSON object a line, on standard output, without personal data: no addresses, names, bodies or query texts. */
export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
