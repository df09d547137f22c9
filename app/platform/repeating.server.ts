/**
 * Does something every so often and whenever it is woken, never twice at the same time in this process: woken
 * meanwhile, it starts again at once.
 * @param failed is told of an error; the next turn comes all the same.
 */
export function repeating(
  everyMilliseconds: number,
  work: () => Promise<unknown>,
  failed: (error: Error) => void,
): { wake(): void; stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  let again = false;
  let stopped = false;
  const wake = (): void => {
    if (stopped) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    running = work()
      .catch((error: unknown) => failed(error as Error))
      .finally(() => {
        busy = false;
        if (!again) return;
        again = false;
        wake();
      });
  };
  const timer = setInterval(wake, everyMilliseconds);
  return {
    wake,
    /** Waits for what is under way. */
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
