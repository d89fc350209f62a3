/** The API's OpenAPI 3.1 description; every component is generated from the schema that the code itself uses. */
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { actionSchema } from '../../domain/actions.ts';
import { queueSchema, workstreamSchema } from '../../domain/records.ts';
import {
  wireAgentSchema,
  wireConversationSchema,
  wireDoneSchema,
  wireEventSchema,
  wireIdentitySchema,
  wireOperationSchema,
  wirePageSchema,
  wireProblemSchema,
  wireTicketSchema,
  wireTranscriptSchema,
} from '../wire.ts';
import { verbs } from './acts.ts';
import { type ProblemKind, problemKinds } from './problems.ts';

type Json = Record<string, unknown>;

const components = {
  Identity: wireIdentitySchema,
  Conversation: wireConversationSchema,
  Agent: wireAgentSchema,
  Queue: queueSchema,
  Workstream: workstreamSchema,
  Event: wireEventSchema,
  Done: wireDoneSchema,
  Operation: wireOperationSchema,
  Transcript: wireTranscriptSchema,
  Ticket: wireTicketSchema,
  Problem: wireProblemSchema,
  ConversationPage: v.object({ ...wirePageSchema.entries, rows: v.array(wireConversationSchema) }),
  AgentPage: v.object({ ...wirePageSchema.entries, rows: v.array(wireAgentSchema) }),
  QueuePage: v.object({ ...wirePageSchema.entries, rows: v.array(queueSchema) }),
  WorkstreamPage: v.object({ ...wirePageSchema.entries, rows: v.array(workstreamSchema) }),
};
type Component = keyof typeof components;

export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Floorwalker local floor',
      version: '1',
      description:
        'An embedded contact centre. Live changes: WebSocket GET /v1/events?ticket=<from /v1/tickets>&from=<sequence>, ' +
        'one Event per frame; sequence numbers have no holes.',
    },
    security: [{ bearer: [] }],
    paths: {
      '/v1/identity': { get: operation('Who this token belongs to', 'Identity', []) },
      '/v1/conversations': { get: pageOf('ConversationPage') },
      '/v1/conversations/{id}': {
        get: operation('One conversation as it is now', 'Conversation', ['forbidden', 'notFound'], [idParameter]),
      },
      '/v1/conversations/{id}/transcript': {
        get: operation(
          'Messages, internal lines included; only while monitoring or taking part',
          'Transcript',
          ['notReading', 'notFound'],
          [idParameter, query('after', 'Only messages after the one with this id', { type: 'string' })],
        ),
      },
      ...Object.fromEntries(
        Object.keys(verbs).map((verb) => [`/v1/conversations/{id}/${verb}`, { post: verbOperation(verb) }]),
      ),
      '/v1/agents': { get: pageOf('AgentPage') },
      '/v1/queues': { get: pageOf('QueuePage') },
      '/v1/workstreams': { get: pageOf('WorkstreamPage') },
      '/v1/operations/{id}': {
        get: operation(
          'What became of an operation; 404 = no effect',
          'Operation',
          ['forbidden', 'notFound'],
          [idParameter],
        ),
      },
      '/v1/tickets': { post: operation('A ticket for one WebSocket, good for 30 seconds', 'Ticket', ['forbidden']) },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(Object.entries(components).map(([name, schema]) => [name, jsonSchema(schema)])),
    },
  };
}

const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

function query(name: string, description: string, schema: Json): Json {
  return { name, in: 'query', required: false, description, schema };
}

function header(name: string, required: boolean, description: string): Json {
  return { name, in: 'header', required, description, schema: { type: 'string' } };
}

function operation(
  summary: string,
  answer: Component,
  problems: readonly ProblemKind[],
  parameters: Json[] = [],
): Json {
  const byStatus = Map.groupBy(['unauthorized', ...problems] as const, (kind) => problemKinds[kind].status);
  return {
    summary,
    parameters,
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: ref(answer) } } },
      ...Object.fromEntries(
        [...byStatus].map(([status, kinds]) => [
          status,
          {
            description: kinds.map((kind) => problemKinds[kind].title).join('; '),
            content: { 'application/problem+json': { schema: ref('Problem') } },
          },
        ]),
      ),
    },
  };
}

function pageOf(component: Component): Json {
  return operation(
    'One page, by id; `sequence` is where the event stream goes on from',
    component,
    ['badRequest', 'forbidden'],
    [
      query('after', 'The `next` of the page before', { type: 'string' }),
      query('limit', 'Rows at most', { type: 'integer', minimum: 1, maximum: 1000 }),
    ],
  );
}

function verbOperation(name: string): Json {
  const verb = verbs[name];
  const option = actionSchema.options.find((each) => each.entries.type.literal === verb?.type);
  if (!verb || !option) throw new Error(`no such verb: ${name}`);
  const envelope = ['type', 'operationId', 'conversationId', 'etag'];
  const body = Object.fromEntries(Object.entries(option.entries).filter(([field]) => !envelope.includes(field)));
  const problems: ProblemKind[] = [
    'badRequest',
    'forbidden',
    'notFound',
    'keyReused',
    'changed',
    'tooLarge',
    'notJson',
    'refused',
  ];
  return {
    ...operation(
      `Supervisor's act: ${name}`,
      'Done',
      verb.needsEtag ? [...problems, 'preconditionRequired'] : problems,
      [
        idParameter,
        header('Idempotency-Key', true, 'The operation id: the same key has one effect, however often it arrives'),
        header('If-Match', verb.needsEtag, 'The etag of the row that the supervisor saw, in quotes'),
      ],
    ),
    requestBody: {
      required: Object.keys(body).length > 0,
      content: { 'application/json': { schema: jsonSchema(v.object(body)) } },
    },
  };
}

function ref(component: Component): Json {
  return { $ref: `#/components/schemas/${component}` };
}

/** Rules that JSON Schema cannot say (trimming, either-or) stay with the server. */
function jsonSchema(schema: v.GenericSchema): Json {
  const json: Json = {
    ...toJsonSchema(schema, {
      target: 'draft-2020-12',
      ignoreActions: ['trim', 'check', 'finite'],
      overrideSchema: ({ valibotSchema }) =>
        valibotSchema.type === 'custom' ? { type: 'string', pattern: '^unknown:.{1,100}$' } : undefined,
    }),
  };
  delete json.$schema;
  return json;
}
