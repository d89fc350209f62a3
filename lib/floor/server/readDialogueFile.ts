import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type DialogueFile, parseDialogues } from '../dialogueFile.ts';

const unzip = promisify(gunzip);

/**
 * Reads a file of dialogues, plain or gzip, whichever its first bytes say (RFC 1952: 1F 8B).
 * @throws what reading or unpacking throws; bad lines are in the answer instead.
 */
export async function readDialogueFile(path: string): Promise<DialogueFile> {
  const bytes = await readFile(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return parseDialogues((isGzip ? await unzip(bytes) : bytes).toString('utf8'));
}
