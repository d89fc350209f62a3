/** English: what the browser does not store as it should, what follows, and what to do. */
import type { StorageTrouble } from '../../domain/storage.ts';
import { formats } from '../formats.ts';

const { number, plural } = formats('en');

const why: Record<StorageTrouble, string> = {
  full: 'There is no room left on this computer.',
  denied: 'The browser does not let Floorwalker store anything.',
  blocked: 'A page of Floorwalker from before an update is still open.',
  broken: 'The browser’s storage does not work.',
};
const todo: Record<StorageTrouble, string> = {
  full: 'Free some disk space, then rebuild the list.',
  denied: 'Allow it to store data or leave private browsing, then restart the browser.',
  blocked: 'Close or reload that page; the rest happens by itself.',
  broken: 'Rebuild the list; if this stays, restart the browser.',
};

export const storage = {
  why,
  todo,
  /** What it means. */
  list: 'The list is complete now, but nothing of it is kept when the browser closes.',
  actions: 'Actions cannot be stored, so none is accepted and nothing is sent.',
  unreadable: (actions: number) =>
    plural(actions, {
      one: '1 stored action cannot be read. It is kept, but not sent: do it again if it is still needed.',
      other: `${number(actions)} stored actions cannot be read. They are kept, but not sent: do them again if they are still needed.`,
    }),
  lost: 'What the browser had stored here is gone; it deletes storage that is damaged. The list is read anew. Actions that still waited may not have been sent, and the action log begins anew: check what you did last.',
  understood: 'Understood',
  rebuild: 'Rebuild the list',
  rebuildTells: 'Throws the stored copy of the list away and reads everything anew. Waiting actions are not touched.',
  rebuilding: (rows: number) =>
    plural(rows, {
      one: 'Everything is being read anew, 1 conversation so far…',
      other: `Everything is being read anew, ${number(rows)} conversations so far…`,
    }),
};
