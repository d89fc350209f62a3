/** `EntityDefinitions(LogicalName='…')`: what can be asked of a table (facts §4.7). */
import type { Database } from './database.ts';
import type { Manners } from './manners.ts';
import { badRequest, DataverseError } from './odata/errors.ts';
import { optionsOf } from './odata/parseQuery.ts';

export const definitionPath = /^EntityDefinitions\(LogicalName='(\w+)'\)$/;

/** @throws DataverseError 400, 404 */
export function readDefinition(
  { database, manners, guidOf }: { database: Database; manners: Manners; guidOf(text: string): string },
  root: string,
  name: string,
  rawQuery: string,
): Record<string, unknown> {
  let table: ReturnType<Database['table']>;
  try {
    table = database.table(name);
  } catch {
    throw new DataverseError(404, '0x80060888', `Could not find an entity with name ${name}.`);
  }
  const known: Record<string, unknown> = {
    LogicalName: name,
    EntitySetName: table.set,
    PrimaryIdAttribute: table.key,
    ChangeTrackingEnabled: manners.changeTracking,
    IsOptimisticConcurrencyEnabled: true,
    CanChangeTrackingBeEnabled: {
      Value: true,
      CanBeChanged: true,
      ManagedPropertyLogicalName: 'canchangetrackingbeenabled',
    },
  };
  const options = optionsOf(rawQuery);
  for (const option of options.keys()) if (option !== '$select') throw badRequest(`${option} is not supported here.`);
  const names = options.get('$select')?.split(',') ?? Object.keys(known);
  for (const each of names)
    if (!(each in known))
      throw badRequest(`Could not find a property named '${each}' on type 'Microsoft.Dynamics.CRM.EntityMetadata'.`);
  return {
    '@odata.context': `${root}/$metadata#EntityDefinitions(${names.join(',')})/$entity`,
    ...Object.fromEntries(names.map((each) => [each, known[each]])),
    MetadataId: guidOf(`definition:${name}`),
  };
}
