import { ProjectLock } from '../../../src/adapters/files/project-lock.js';

// Waits for a line with folders, tries to take the lock in each, prints for which it did, and holds them until it is ended.
process.stdin.setEncoding('utf8').once('data', (text: string) => {
  const won = text
    .trim()
    .split(' ')
    .filter((folder) => {
      try {
        ProjectLock.acquire(folder);
        return true;
      } catch (error) {
        if ((error as { code?: string }).code === 'ALREADY_RUNNING') return false;
        throw error;
      }
    });
  process.stdout.write(`${JSON.stringify(won)}\n`);
});
process.stdout.write('ready\n');
