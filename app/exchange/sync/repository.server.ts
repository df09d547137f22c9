import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitError, simpleGit, type SimpleGit } from 'simple-git';

/** The repository could not be read or written; the message says what to do. */
export class RepositoryError extends Error {}

export interface RepositoryOptions {
  address: string;
  /** Where the network's content is. */
  branch: string;
  /** Where ours is proposed. */
  ours: string;
}

/** Whose commits our branch holds: a commit of anybody else there is never overwritten. */
export const COMMITTER = { name: 'Jalons', email: 'jalons@noreply.invalid' } as const;

/** Nobody is there to answer a question. */
const UNATTENDED = { GIT_TERMINAL_PROMPT: '0' };
/** What git needs of the machine: where programs and keys are. Editors, hooks and other settings stay outside. */
const KEPT = ['PATH', 'HOME', 'SSH_AUTH_SOCK', 'HTTPS_PROXY', 'https_proxy', 'LANG'];
const kept = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));

/** An address may hold a password: it is never repeated. */
const withoutSecret = (text: string): string => text.replace(/:\/\/[^@/\s]+@/g, '://…@');

const sentenceOf = (error: unknown): string => {
  const said = withoutSecret(error instanceof Error ? error.message : String(error));
  return (
    said
      .split('\n')
      .map((line) => line.trim())
      .findLast((line) => line !== '') ?? 'erreur inconnue'
  );
};

/** A copy of a repository in a folder of its own, gone at the end. */
export class RepositoryCopy {
  private constructor(
    readonly folder: string,
    private readonly git: SimpleGit,
    private readonly options: RepositoryOptions,
    /** What our branch is there; null when there is none. */
    private readonly oursThere: string | null,
  ) {}

  /** @throws {RepositoryError} */
  static async open(options: RepositoryOptions): Promise<RepositoryCopy> {
    const { address, branch, ours } = options;
    const folder = await mkdtemp(join(tmpdir(), 'jalons-depot-'));
    const git = simpleGit({ baseDir: folder, allowEnvironment: Object.keys(UNATTENDED) }).env({
      ...kept(process.env),
      ...UNATTENDED,
    });
    try {
      await git.clone(address, folder, ['--branch', branch, '--single-branch', '--depth', '1']);
      await git.addConfig('user.name', COMMITTER.name).addConfig('user.email', COMMITTER.email);
      // Bytes go in and out as they are.
      await git.addConfig('core.autocrlf', 'false').addConfig('core.quotepath', 'false');
      return new RepositoryCopy(folder, git, options, await RepositoryCopy.tipOf(git, ours));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      if (!(error instanceof GitError)) throw error;
      throw new RepositoryError(
        `Le dépôt ${withoutSecret(address)} n’a pas pu être lu, branche ${branch} : ${sentenceOf(error)}. Vérifiez l’adresse, la branche et vos droits.`,
      );
    }
  }

  private static async tipOf(git: SimpleGit, branch: string): Promise<string | null> {
    const listed = await git.listRemote(['--heads', 'origin', `refs/heads/${branch}`]);
    return listed.trim() === '' ? null : listed.split('\t')[0]!;
  }

  /** Begins our branch anew, at the point where the network's own is. @throws {RepositoryError} when others wrote to it. */
  async beginOurs(): Promise<void> {
    const { ours, branch } = this.options;
    if (this.oursThere !== null) {
      await this.git.fetch(['origin', `+refs/heads/${ours}:refs/remotes/origin/${ours}`]);
      const authors = await this.git.raw([
        'log',
        '--format=%ce',
        `refs/remotes/origin/${ours}`,
        '--not',
        `refs/remotes/origin/${branch}`,
      ]);
      if (authors.split('\n').some((author) => author !== '' && author !== COMMITTER.email))
        throw new RepositoryError(
          `La branche ${ours} porte des commits qui ne sont pas de Jalons : elle n’est pas remplacée. Fusionnez-les, ou nommez une autre branche.`,
        );
    }
    await this.git.checkoutLocalBranch(ours);
  }

  /** One commit of these files, whether added, changed or taken away. */
  async commit(paths: readonly string[], message: string): Promise<void> {
    await this.git.add(['--all', '--', ...paths]);
    await this.git.commit(message);
  }

  /** Sends our branch; refused when somebody sent something to it meanwhile. @throws {RepositoryError} */
  async push(): Promise<void> {
    const { ours } = this.options;
    try {
      await this.git.push('origin', ours, [`--force-with-lease=${ours}:${this.oursThere ?? ''}`]);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      throw new RepositoryError(
        `La branche ${ours} n’a pas pu être envoyée : ${sentenceOf(error)}. Rien n’est perdu : recommencez.`,
      );
    }
  }

  /** Takes our branch away where all that it proposed is now the network's own. */
  async dropOurs(): Promise<void> {
    if (this.oursThere !== null) await this.git.push(['origin', '--delete', this.options.ours]);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
