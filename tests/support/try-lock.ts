import { FolderInUseError, lockFolder } from '~/platform/database/lock.server';

/** A process of its own that tries to take a folder, says how it went, and stays. */
try {
  lockFolder(process.argv[2]!);
  process.stdout.write('held\n');
} catch (error) {
  process.stdout.write(error instanceof FolderInUseError ? 'refused\n' : `${String(error)}\n`);
}
setInterval(() => undefined, 1000);
