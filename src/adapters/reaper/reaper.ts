import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { CgroupPlace } from '../cgroup/folder.js';
import { spawnAlone } from '../node/start-program.js';
import type { TrackedTree, TreeRegistry } from '../spawn/tree-registry.js';
import { folderLine, reaperLine, reaperShell } from './shell.js';

/**
 * One tiny shell that ends all trees when this program dies without ending them itself, as by SIGKILL. It holds the other end of a
 * pipe, in a session of its own, and deaf to the signals of a terminal. When it is killed itself, it is started again, once.
 */
export class Reaper implements TreeRegistry {
  readonly #runId: string;
  readonly #complain: (text: string) => void;
  readonly #trees = new Set<TrackedTree>();
  #folder: CgroupPlace | undefined;
  #shell: ChildProcess | undefined;
  #lines = '';
  #replaced = false;
  #quit = false;

  /**
   * It is started with the first child, before it.
   * @param complain called when there is none, or none any more
   */
  constructor(runId: string, complain: (text: string) => void) {
    this.#runId = runId;
    this.#complain = complain;
  }

  starting(): void {
    if (!this.#quit) this.#shell ??= this.#start();
  }

  spawned(tree: TrackedTree): void {
    this.#trees.add(tree);
    if (tree.cgroups !== undefined && tree.cgroups.path !== this.#folder?.path) {
      this.#folder = tree.cgroups;
      this.#report(folderLine(tree.cgroups));
    }
    this.#report(reaperLine('+', tree));
  }

  gone(tree: TrackedTree): void {
    if (this.#trees.delete(tree)) this.#report(reaperLine('-', tree));
  }

  /** Lets it go without ending anything. */
  quit(): void {
    this.#quit = true;
    this.#shell?.stdin?.end('quit\n');
  }

  /** Waking the shell for each of a hundred spawns would cost as much as the spawns, so what is said in one go is sent together. */
  #report(line: string): void {
    if (this.#lines === '') queueMicrotask(() => this.#send());
    this.#lines += line;
  }

  #send(): void {
    if (!this.#quit && this.#lines !== '') this.#shell?.stdin?.write(this.#lines);
    this.#lines = '';
  }

  #start(): ChildProcess {
    const { command, args, cwd, env } = reaperShell(this.#runId);
    const shell = spawnAlone(command, args, { cwd, env, detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    shell.stdin?.on('error', () => {}); // It was killed; `exit` follows.
    shell.once('error', ({ message }) => this.#complain(`${without}: it cannot be started: ${message}`));
    shell.once('exit', () => this.#ended());
    // It must not keep this program from ending; its pipe is what the end closes.
    shell.unref();
    (shell.stdin as Socket | null)?.unref();
    return shell;
  }

  #ended(): void {
    if (this.#quit) return;
    if (this.#replaced) {
      this.#complain(`${without}: it was killed twice`);
      return;
    }
    this.#replaced = true;
    this.#shell = this.#start();
    this.#lines = '';
    if (this.#folder !== undefined) this.#report(folderLine(this.#folder));
    for (const tree of this.#trees) this.#report(reaperLine('+', tree));
    this.#send();
    // Once it is so: a reader of this may end us in the next moment.
    this.#complain('the reaper was killed and is started again');
  }
}

const without = 'there is no reaper, so a SIGKILL of the watchdog would leave its processes behind';
