import { afterEach, beforeEach, expect, vi } from 'vitest';

/** A stray console.error is a fault that nobody chose: it fails the test that made it. */
beforeEach(() => {
  vi.spyOn(console, 'error');
});
afterEach(() => {
  expect(vi.mocked(console.error).mock.calls).toEqual([]);
  vi.restoreAllMocks();
});
