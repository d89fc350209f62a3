/** Which presences a supervisor can give an agent, and which one an agent has now (facts §4.4). */
import * as v from 'valibot';
import type { PresenceChoice } from '../../domain/capabilities.ts';
import { ConnectorError } from '../connector.ts';
import { path } from '../http.ts';
import { presences } from './codes.ts';
import { idColumn, optionalCode, optionalId, optionalText, readRows } from './columns.ts';
import type { WebApi } from './webApi.ts';

export const presenceSchema = v.object({
  msdyn_presenceid: idColumn,
  msdyn_basepresencestatus: optionalCode,
  msdyn_presencestatustext: optionalText,
  msdyn_canuserset: v.nullish(v.boolean()),
});
const statusSchema = v.object({ _msdyn_currentpresenceid_value: optionalId });
const listSchema = v.object({ value: v.array(v.unknown()) });

/** Without those that only the system sets; none where this account may not read them. */
export async function readPresenceChoices(api: WebApi, signal: AbortSignal): Promise<PresenceChoice[]> {
  const choices: PresenceChoice[] = [];
  const query = { $select: Object.keys(presenceSchema.entries).join(',') };
  try {
    for await (const page of api.list(path`/msdyn_presences`, { query, signal })) {
      for (const row of readRows(presenceSchema, page).rows) {
        if (row.msdyn_canuserset === false) continue;
        const text = row.msdyn_presencestatustext?.slice(0, 500);
        const base = presences[row.msdyn_basepresencestatus ?? 0] ?? 'unknown';
        choices.push({ id: row.msdyn_presenceid, base, ...(text ? { text } : {}) });
      }
    }
  } catch (error) {
    if (!(error instanceof ConnectorError && error.kind === 'forbidden')) throw error;
  }
  return choices;
}

/** `undefined`: that agent has none, or this account may not read it. */
export async function readPresenceOf(api: WebApi, agentId: string, signal: AbortSignal): Promise<string | undefined> {
  const query = {
    $select: '_msdyn_currentpresenceid_value',
    $filter: `_msdyn_agentid_value eq ${agentId}`,
  };
  const answer = await api.get(path`/msdyn_agentstatuses`, { query, accept: [403], signal });
  const list = v.safeParse(listSchema, answer.body);
  const [status] = list.success ? readRows(statusSchema, list.output.value).rows : [];
  return status?._msdyn_currentpresenceid_value;
}
