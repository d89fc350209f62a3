/** `$metadata` as an organisation gives it, with the messages that a test wants in it. */
import type { Message } from '../../../lib/connectors/dynamics365/metadata.ts';

export const conversationType = 'mscrm.msdyn_ocliveworkitem';

type ParameterOf = Message['parameters'][number];
export function parameter(name: string, overrides: Partial<ParameterOf> = {}): ParameterOf {
  return { name, type: 'Edm.String', nullable: false, ...overrides };
}
/** An action on conversations that asks for ApiVersion and whatever else is named. */
export function anAction(name: string, ...parameters: ParameterOf[]): Message {
  return { name, kind: 'action', boundTo: conversationType, parameters: [parameter('ApiVersion'), ...parameters] };
}

const guid = { type: 'Edm.Guid' };
/** What the facts' names would look like with the parameters of their documented siblings. */
export const plausible: readonly Message[] = [
  anAction('CCaaS_MonitorConversation'),
  anAction('CCaaS_JoinConversation'),
  anAction('CCaaS_EndSession'),
  anAction('CCaaS_LeavePublicConsult'),
  anAction('CCaaS_AssignConversation', parameter('AgentId', guid)),
  anAction('CCaaS_InitiateQueueAssignment', parameter('QueueId', guid)),
  anAction('CCaaS_InitiateAgentTransferBySupervisor', parameter('AgentId', guid)),
  anAction('CCaaS_InitiateQueueTransfer', parameter('QueueId', guid)),
  anAction('CCaaS_ForceCloseConversation'),
  {
    name: 'CCaaS_ModifyAgentPresence',
    kind: 'action',
    parameters: [parameter('ApiVersion'), parameter('AgentId'), parameter('PresenceId')],
  },
];

export function csdl(messages: readonly Message[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="msdyn_ocliveworkitem" BaseType="mscrm.activitypointer">
        <Property Name="msdyn_title" Type="Edm.String" Unicode="false"/>
      </EntityType>
      <Action Name="AddToQueue" IsBound="true"><Parameter Name="entity" Type="mscrm.queue"/></Action>
      ${messages.map(element).join('\n      ')}
      <EntityContainer Name="System"><ActionImport Name="CCaaS_Import" Action="mscrm.CCaaS_Import"/></EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
}

function element({ name, kind, boundTo, parameters }: Message): string {
  const tag = kind === 'action' ? 'Action' : 'Function';
  const bound = boundTo === undefined ? '' : `<Parameter Name="entity" Type="${boundTo}" Nullable="false"/>`;
  const others = parameters.map(
    ({ name: its, type, nullable }) =>
      `<Parameter Name="${its}" Type="${type}"${nullable ? '' : ' Nullable="false"'}/>`,
  );
  const isBound = boundTo === undefined ? '' : ' IsBound="true"';
  return `<${tag} Name="${name}"${isBound}>${bound}${others.join('')}<ReturnType Type="Edm.String"/></${tag}>`;
}

/** The text in parts of at most so many characters. */
export async function* inParts(text: string, size = 1000): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
