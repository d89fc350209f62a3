/** The organisation behind the service root: its tables, kept up with the floor and with its manners. */
import type { Floor } from '../../../lib/floor/floor.ts';
import { createDatabase, type Database } from './database.ts';
import type { Ids } from './ids.ts';
import type { Manners } from './manners.ts';
import { noSuchSegment } from './odata/errors.ts';
import { type Bookmarks, createBookmarks } from './odata/pages.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Table } from './schema.ts';
import { allTables } from './tables/allTables.ts';
import { putRoles, putSwitches, roleNames } from './tables/organisation.ts';

/** A floor's event may change a few rows; each gets a version of its own. */
const versionsPerEvent = 16;

export interface Organisation {
  /** The floor's id of the account's agent. */
  agentId: string;
  supervisorId: string;
  guidOf(floorId: string): string;
  recorder: Recorder;
  /** As of now: what changes without an event of the floor is written down first. */
  parts(): { database: Database; bookmarks: Bookmarks; manners: Manners; guidOf(floorId: string): string };
  /** By the name in addresses, without the columns that this organisation lacks. @throws DataverseError 404 */
  tableOf(set: string): Table;
  tableNamed(name: string): Table;
}

export function createOrganisation(floor: Floor, ids: Ids, manners: () => Manners): Organisation {
  const database = createDatabase(allTables, () => floor.now, floor.sequence * versionsPerEvent);
  const bookmarks = createBookmarks();
  const recorder = createRecorder(floor, database, ids);
  const [supervisor] = floor.supervisors;
  if (!supervisor) throw new Error('The floor has no supervisor.');
  const { agentId, id: supervisorId } = supervisor;
  const { guidOf } = ids;

  function asItIsHere(table: Table): Table {
    const { absentColumns } = manners();
    const columns = Object.entries(table.columns).filter(([name]) => !absentColumns.includes(name));
    return { ...table, columns: Object.fromEntries(columns) };
  }

  return {
    agentId,
    supervisorId,
    guidOf,
    recorder,
    parts() {
      const current = manners();
      putSwitches(database, guidOf, floor.switchedOff);
      putRoles(database, guidOf, agentId, {
        [roleNames.supervisor]: current.supervisorRole,
        [roleNames.apiAccess]: current.apiAccessRole,
      });
      return { database, bookmarks, manners: current, guidOf };
    },
    tableOf(set) {
      const table = database.bySet(set);
      if (!table) throw noSuchSegment(set);
      return asItIsHere(table);
    },
    tableNamed: (name) => asItIsHere(database.table(name)),
  };
}
