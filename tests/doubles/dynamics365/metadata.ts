/** `$metadata`: CSDL of the tables and of the messages that this organisation has. */
import type { Message } from './messages.ts';
import type { Column, Table } from './schema.ts';

const types: Readonly<Record<Column['type'], string>> = {
  guid: 'Edm.Guid',
  lookup: 'Edm.Guid',
  string: 'Edm.String',
  choices: 'Edm.String',
  int: 'Edm.Int32',
  choice: 'Edm.Int32',
  boolean: 'Edm.Boolean',
  datetime: 'Edm.DateTimeOffset',
};

export function metadataOf(tables: readonly Table[], messages: readonly Message[]): string {
  const sets = tables.map(({ name, set }) => `<EntitySet Name="${set}" EntityType="Microsoft.Dynamics.CRM.${name}" />`);
  const imports = messages
    .filter(({ bound }) => !bound)
    .map(({ name, kind }) => {
      const tag = kind === 'action' ? 'ActionImport' : 'FunctionImport';
      return `<${tag} Name="${name}" ${kind === 'action' ? 'Action' : 'Function'}="Microsoft.Dynamics.CRM.${name}" />`;
    });
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices>
<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="crmbaseentity" Abstract="true" />
${tables.map(typeOf).join('\n')}
${messages.map(messageOf).join('\n')}
<EntityContainer Name="System">
${[...sets, ...imports].join('\n')}
</EntityContainer>
</Schema>
</edmx:DataServices>
</edmx:Edmx>
`;
}

function typeOf({ name, key, columns, one, many }: Table): string {
  const properties = Object.entries(columns).map(([each, column]) => {
    const type = each === 'versionnumber' ? 'Edm.Int64' : types[column.type];
    return `<Property Name="${each}" Type="${type}" />`;
  });
  const ways = [
    ...Object.entries(one ?? {}).map(([way, { table }]) => [way, `mscrm.${table}`]),
    ...Object.entries(many ?? {}).map(([way, { table }]) => [way, `Collection(mscrm.${table})`]),
  ].map(([way, type]) => `<NavigationProperty Name="${way}" Type="${type}" />`);
  return `<EntityType Name="${name}" BaseType="mscrm.crmbaseentity">
<Key><PropertyRef Name="${key}" /></Key>
${[...properties, ...ways].join('\n')}
</EntityType>`;
}

function messageOf({ name, kind, bound, parameters }: Message): string {
  const tag = kind === 'action' ? 'Action' : 'Function';
  const own = parameters.map((parameter) => {
    const nullable = parameter.optional ? '' : ' Nullable="false"';
    const unicode = parameter.type === 'Edm.String' ? ' Unicode="false"' : '';
    return `<Parameter Name="${parameter.name}" Type="${parameter.type}"${nullable}${unicode} />`;
  });
  const all = bound ? ['<Parameter Name="entity" Type="mscrm.msdyn_ocliveworkitem" Nullable="false" />', ...own] : own;
  const result = kind === 'function' ? '<ReturnType Type="mscrm.crmbaseentity" Nullable="false" />' : '';
  return `<${tag} Name="${name}"${bound ? ' IsBound="true"' : ''}>\n${[...all, result].filter(Boolean).join('\n')}\n</${tag}>`;
}
