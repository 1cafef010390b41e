import type { TreeMember } from '../../ports/spawner.js';

const runStates: Readonly<Record<string, string>> = { D: 'in uninterruptible sleep', T: 'suspended' };

/** Names processes for the user, at most three: "pid 12 (node), pid 13 (sh, in uninterruptible sleep) and 2 more". */
export function describeMembers(members: readonly TreeMember[]): string {
  const shown = members.slice(0, 3).map(({ pid, comm, runState }) => {
    const state = runStates[runState];
    return `pid ${pid} (${state === undefined ? comm : `${comm}, ${state}`})`;
  });
  const more = members.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

/** Says what may live on: "pid 12 (ssh-agent) may be left over from it: started while it ran, owner unknown". */
export function describeHidden(members: readonly TreeMember[]): string {
  return `${describeMembers(members)} may be left over from it: started while it ran, owner unknown`;
}
