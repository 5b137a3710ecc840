import { constants } from 'node:fs';
import { access, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
// Each browser's profile takes some 20 MB, and containers often have 64 MB here in all.
const ROOM_BYTES = 2 ** 30;

/**
 * Makes a folder for what a test throws away: in memory where there is room, since a browser writes hundreds of files as
 * it starts, otherwise in the system's folder for such things.
 */
export async function temporaryFolder(prefix: string): Promise<string> {
  return mkdtemp(join((await hasRoomInMemory()) ? MEMORY : tmpdir(), prefix));
}

async function hasRoomInMemory(): Promise<boolean> {
  try {
    await access(MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}
