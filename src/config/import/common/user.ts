import { userInfo } from 'node:os';

/** Whether a name or number of a user or group is another one than that of this program. */
export function isOtherUser(written: string | undefined): boolean {
  if (written === undefined || written === '') return false;
  try {
    const { username, uid, gid } = userInfo();
    return ![username, String(uid), String(gid)].includes(written.split(':')[0]!);
  } catch {
    // A user without a name, as containers have them.
    return ![process.getuid?.(), process.getgid?.()].map(String).includes(written);
  }
}
