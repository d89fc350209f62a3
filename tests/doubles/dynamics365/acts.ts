/**
 * What the messages do, on the floor's engine and by its rules; the floor keeps it in its ledger under an operation id
 * of this organisation's own, for a message carries none.
 */
import type { Action } from '../../../lib/domain/actions.ts';
import type { Floor } from '../../../lib/floor/floor.ts';
import type { Given } from './askedMessage.ts';
import { basePresences } from './codes.ts';
import type { Ids } from './ids.ts';
import type { Manners } from './manners.ts';
import type { Deed, Message } from './messages.ts';
import { badRequest, DataverseError, noPrivilege, noSuchRow } from './odata/errors.ts';
import type { Organisation } from './organisation.ts';

export interface Acts {
  /** @param conversationGuid of a bound message. @throws DataverseError */
  carryOut(message: Message, given: Given, conversationGuid: string | undefined, sender: string): Response;
  /** Does what is due by now. */
  settle(): void;
}

export function createActs(floor: Floor, ids: Ids, organisation: Organisation, manners: () => Manners): Acts {
  let number = 0;
  let waiting: { due: number; effect: () => void }[] = [];
  const { agentId: me, supervisorId, recorder } = organisation;

  function conversationOf(guid: string | undefined): string {
    const id = ids.floorIdOf(guid ?? '');
    const isKnown = guid !== undefined && organisation.parts().database.get('msdyn_ocliveworkitem', guid);
    // Dataverse keeps closed ones for longer than the floor.
    if (isKnown && id !== undefined && !floor.conversation(id)) throw refusal(['alreadySo']);
    if (!isKnown || id === undefined) throw noSuchRow('msdyn_ocliveworkitem', guid ?? '');
    return id;
  }

  type Wanted<T extends Action> = T extends Action ? Omit<T, 'operationId' | 'conversationId' | 'etag'> : never;
  function perform(conversationId: string, wanted: Wanted<Action>, sender: string): void {
    number += 1;
    const etag = floor.conversation(conversationId)?.etag ?? '';
    const action: Action = { ...wanted, operationId: `message-${number}`, conversationId, etag };
    const outcome = recorder.asSupervisor(() => floor.perform(supervisorId, action, sender));
    if (outcome === 'noSuchConversation') throw noSuchRow('msdyn_ocliveworkitem', ids.guidOf(conversationId));
    if (outcome === 'keyReused') throw new Error(`${action.operationId} was given out twice.`);
    if (outcome.kind === 'refused') throw refusal(outcome.reasons.map(({ code }) => code));
    if (outcome.kind === 'alreadySo' && wanted.type !== 'stopMonitor') throw refusal(['alreadySo']);
  }

  function act(deed: Deed, given: Given, conversationId: string, sender: string): void {
    const thread = recorder.thread(conversationId);
    switch (deed) {
      case 'monitor':
        perform(conversationId, { type: 'monitor' }, sender);
        thread?.monitor(me, floor.now);
        break;
      case 'join':
        // Nothing expires here while the supervisor's seat is taken: the floor's lease is renewed for it.
        if (thread?.isMonitoredBy(me)) perform(conversationId, { type: 'monitor' }, sender);
        perform(conversationId, { type: 'join' }, sender);
        break;
      case 'leave':
        leave(conversationId, sender);
        break;
      case 'assign':
        // A supervisor may override presence and capacity, and no parameter is known that would say whether.
        perform(
          conversationId,
          { type: 'assign', ...targetOf(given), override: { presence: true, capacity: true } },
          sender,
        );
        break;
      case 'transfer':
        perform(conversationId, { type: 'transfer', ...targetOf(given) }, sender);
        break;
      default:
        perform(conversationId, { type: 'forceClose', ...(given.note && { note: given.note }) }, sender);
    }
  }

  function leave(conversationId: string, sender: string): void {
    const row = floor.conversation(conversationId);
    const thread = recorder.thread(conversationId);
    const isConsultant = row?.participants.some(({ agentId, mode }) => agentId === me && mode === 'consultant');
    if (isConsultant) perform(conversationId, { type: 'leave' }, sender);
    else if (!thread?.isMonitoredBy(me)) throw refusal(['notJoined']);
    if (thread?.isMonitoredBy(me)) perform(conversationId, { type: 'stopMonitor' }, sender);
    thread?.leave(me, floor.now);
  }

  function targetOf(given: Given): { agentId: string } | { queueId: string } {
    const guid = given.agent ?? given.queue ?? '';
    const id = ids.floorIdOf(guid);
    if (id === undefined) throw noSuchRow(given.agent === undefined ? 'queue' : 'systemuser', guid);
    return given.agent === undefined ? { queueId: id } : { agentId: id };
  }

  function setPresence(given: Given): void {
    const agentId = ids.floorIdOf(given.agent ?? '') ?? '';
    const presence = organisation.parts().database.get('msdyn_presence', given.presence ?? '');
    const known = Object.entries(basePresences).find(([, { code }]) => code === presence?.msdyn_basepresencestatus);
    if (!presence || !known) throw noSuchRow('msdyn_presence', given.presence ?? '');
    const base = known[0] as keyof typeof basePresences;
    const isOwnWord = presence.msdyn_presenceid !== basePresences[base].id;
    const text = isOwnWord ? { text: String(presence.msdyn_presencestatustext) } : {};
    const result = floor.command({ type: 'setPresence', agentId, base, ...text });
    if (!result.ok) throw noSuchRow('systemuser', given.agent ?? '');
  }

  /** Which agents could take it: those of its queue. */
  function candidates(conversationId: string): Response {
    const { queueId } = floor.conversation(conversationId) ?? {};
    const agents = floor.agents().filter(({ kind, queueIds }) => kind === 'human' && queueIds.includes(queueId ?? ''));
    return Response.json({ Agents: JSON.stringify(agents.map(({ id, name }) => ({ agentId: ids.guidOf(id), name }))) });
  }

  return {
    carryOut(message, given, conversationGuid, sender) {
      const { deed } = message;
      const { supervisorRole, apiAccessRole, actDelay } = manners();
      if (supervisorRole === 'none' || deed === undefined) throw noPrivilege(`prvExecute${message.name}`);
      if (given.apiVersion !== undefined && given.apiVersion !== '1.0')
        throw badRequest('ApiVersion is not supported.');
      if (deed === 'presence') {
        setPresence(given);
        return new Response(null, { status: 200 });
      }
      const conversationId = conversationOf(conversationGuid ?? given.conversation);
      if (deed === 'candidates') return candidates(conversationId);
      // The organisation says no more than that (facts §2.3: assign fails for whoever holds the role).
      if (deed === 'assign' && apiAccessRole !== 'none') throw noPrivilege('prvAssignmsdyn_ocliveworkitem');
      if (deed === 'assign' || deed === 'transfer') targetOf(given);
      const effect = () => act(deed, given, conversationId, sender);
      if (actDelay === 0) effect();
      else waiting.push({ due: floor.now + actDelay, effect });
      return new Response(null, { status: 204, headers: { 'odata-version': '4.0' } });
    },
    settle() {
      const due = waiting.filter(({ due: at }) => at <= floor.now);
      waiting = waiting.filter((each) => !due.includes(each));
      for (const { effect } of due) {
        try {
          effect();
        } catch (error) {
          // It was answered long ago: a rule that stands against it by now is told to nobody.
          if (!(error instanceof DataverseError)) throw error;
        }
      }
    },
  };
}

/** What a plug-in throws: one sentence for people. */
function refusal(codes: readonly string[]): DataverseError {
  return new DataverseError(
    400,
    '0x80040265',
    `The operation is not valid for this conversation (${codes.join(', ')}).`,
  );
}
