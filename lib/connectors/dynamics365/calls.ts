/**
 * How a deed is called in one organisation: what it has, by what is described. `$metadata` decides whether a message is
 * bound and which parameters it gets; nothing is sent that it does not name, and nothing it insists on is left out.
 */
import type { Gap } from '../../domain/capabilities.ts';
import { type Path, path } from '../http.ts';
import type { Deed, Source, Values } from './deeds.ts';
import type { Descriptor, Meaning } from './descriptor.ts';
import type { Message } from './metadata.ts';

export interface Call {
  /** Below the API's address. */
  target(conversationId: string): Path;
  body(values: Values): Record<string, string | number | boolean>;
}

const ofConversation: readonly Source[] = ['conversationId', 'myAgentId'];
/** What a deed would not be itself without, and what it can tell besides. */
const sourcesOf: Record<Deed, { needs: readonly Source[]; has: readonly Source[] }> = {
  monitor: { needs: ['conversationId'], has: ofConversation },
  stopMonitor: { needs: ['conversationId'], has: ofConversation },
  join: { needs: ['conversationId'], has: ofConversation },
  leave: { needs: ['conversationId'], has: ofConversation },
  assignToAgent: {
    needs: ['conversationId', 'agentId'],
    has: [...ofConversation, 'agentId', 'overridesPresence', 'overridesCapacity'],
  },
  assignToQueue: { needs: ['conversationId', 'queueId'], has: [...ofConversation, 'queueId'] },
  transferToAgent: { needs: ['conversationId', 'agentId'], has: [...ofConversation, 'agentId'] },
  transferToQueue: { needs: ['conversationId', 'queueId'], has: [...ofConversation, 'queueId'] },
  forceClose: { needs: ['conversationId'], has: [...ofConversation, 'note'] },
  setPresence: { needs: ['agentId', 'presenceId'], has: ['myAgentId', 'agentId', 'presenceId'] },
};

const ids = ['Edm.Guid', 'Edm.String'];
const typesOf: Record<Source, readonly string[]> = {
  conversationId: ids,
  myAgentId: ids,
  agentId: ids,
  queueId: ids,
  presenceId: ids,
  note: ['Edm.String'],
  overridesPresence: ['Edm.Boolean'],
  overridesCapacity: ['Edm.Boolean'],
};

/** @returns the first message for the deed that can be called here, or why none can be */
export function callOf(deed: Deed, messages: readonly Message[], descriptor: Descriptor): Call | Gap {
  const names = descriptor.messages[deed];
  const present = names.flatMap((name) => versionFor(deed, name, messages) ?? []);
  const calls = present.map((message) => callBy(deed, message, descriptor));
  const first = calls.find((call) => 'body' in call) ?? calls[0];
  return first ?? { why: 'messageAbsent', detail: names.join(', ') };
}

/** The same name may stand for several messages, bound to different types. */
function versionFor(deed: Deed, name: string, messages: readonly Message[]): Message | undefined {
  const versions = messages.filter((message) => message.name === name && message.kind === 'action');
  const isOfConversation = sourcesOf[deed].needs.includes('conversationId');
  return (
    versions.find(({ boundTo }) => isOfConversation && boundTo !== undefined && isConversation(boundTo)) ??
    versions.find(({ boundTo }) => boundTo === undefined)
  );
}

/** Not a collection of them. The namespace has an alias. */
function isConversation(type: string): boolean {
  return /^[\w.]+\.msdyn_ocliveworkitem$/.test(type);
}

function callBy(deed: Deed, message: Message, { parameters }: Descriptor): Call | Gap {
  const { name, boundTo } = message;
  const { needs, has } = sourcesOf[deed];
  const filled: [parameter: string, meaning: Meaning][] = [];
  const empty: Message['parameters'] = [];
  for (const parameter of message.parameters) {
    const meaning = parameters[`${name}.${parameter.name}`] ?? parameters[parameter.name];
    if (meaning !== undefined && canFill(meaning, parameter.type, has)) filled.push([parameter.name, meaning]);
    else empty.push(parameter);
  }
  const told = filled.flatMap(([, meaning]) => ('from' in meaning ? [meaning.from] : []));
  const untold = needs.filter((source) => !told.includes(source) && (source !== 'conversationId' || !boundTo));
  // Without its target an act would be another one: whichever parameter may mean it has to be described first.
  const lacking = empty.filter(({ nullable }) => !nullable || untold.length > 0).map((parameter) => parameter.name);
  if (lacking.length > 0 || untold.length > 0) {
    const detail = `${name}: ${(lacking.length > 0 ? lacking : untold).join(', ')}`;
    return { why: 'messageUnmapped', detail: detail.slice(0, 500) };
  }
  return {
    target: (id) =>
      boundTo === undefined ? path`/${name}` : path`/msdyn_ocliveworkitems(${id})/Microsoft.Dynamics.CRM.${name}`,
    body(values) {
      const given = filled.map(([parameter, meaning]) => [
        parameter,
        'value' in meaning ? meaning.value : values[meaning.from],
      ]);
      return Object.fromEntries(given.filter(([, value]) => value !== undefined));
    },
  };
}

/** What an administrator wrote as a value is sent as it is; what a type means that is not plain is not known. */
function canFill(meaning: Meaning, type: string, has: readonly Source[]): boolean {
  return 'value' in meaning || (has.includes(meaning.from) && typesOf[meaning.from].includes(type));
}
