/**
 * Acting on Dynamics 365. It remembers no operation ids and promises no If-Match for these messages: that an act has its
 * effect once rests on reading the row again just before (who sees another etag does nothing), on one single POST, and on
 * reading the row back. What that cannot see: somebody who acts in the moment between the reading and the POST, and
 * whether we or somebody else made the row what was wanted. States are never written directly: the platform has a code of
 * its own for that path, and nothing says that participants are told (facts §5.1).
 */
import type { Action, ActionOf, Outcome } from '../../domain/actions.ts';
import type { Gap, Offer } from '../../domain/capabilities.ts';
import { hasPrecondition } from '../../domain/goals.ts';
import type { Conversation } from '../../domain/records.ts';
import { type ConnectionSettings, type Connector, type ConnectorEnvironment, ConnectorError } from '../connector.ts';
import type { HttpAnswer } from '../http.ts';
import { type Call, callOf } from './calls.ts';
import { parseDataverseError } from './dataverseError.ts';
import { capabilityOf, type Deed, deedOf, type Values, valuesOf } from './deeds.ts';
import { readDescriptor } from './descriptor.ts';
import { createDiscovery } from './discovery.ts';
import { isGuid } from './guid.ts';
import type { Message } from './metadata.ts';
import { offerOf } from './offer.ts';
import { createPosting } from './posting.ts';
import { isReached, isThere } from './reached.ts';
import type { WebApi } from './webApi.ts';

export interface Acts {
  /** @throws ConnectorError auth, offline, rateLimited; what else goes wrong with asking is told as gaps */
  offer(signal: AbortSignal): Promise<Offer>;
  /** @throws ConnectorError as `Connector.perform` */
  perform: Connector['perform'];
}

interface Ready {
  call: Call;
  deed: Deed;
  values: Values;
}

export function createActs(parts: {
  settings: ConnectionSettings;
  environment: ConnectorEnvironment;
  api: Pick<WebApi, 'stream' | 'post'>;
  /** The row as it is now. @throws ConnectorError notFound when it is gone */
  readOne(id: string, signal: AbortSignal): Promise<Conversation>;
  /** The presence that an agent has now; `undefined` when it cannot be read. */
  readPresenceOf(agentId: string, signal: AbortSignal): Promise<string | undefined>;
  /** The account's own agent id, asked for where it is not known yet: acts may come before anything is read. */
  me(signal: AbortSignal): Promise<string>;
}): Acts {
  const { settings, environment, api, readOne, readPresenceOf, me } = parts;
  const descriptor = readDescriptor(settings.descriptor);
  const discovery = createDiscovery(settings, environment, api);
  const posting = createPosting(settings, environment, api);

  type Messages = Message[] | { unreadable: string };

  /** Reading goes on where the list of messages cannot be had; what is only a matter of time is thrown. */
  async function known(question: Promise<Message[]>): Promise<Messages> {
    try {
      return await question;
    } catch (error) {
      const isLasting = error instanceof ConnectorError && ['broken', 'forbidden', 'notFound'].includes(error.kind);
      if (!isLasting) throw error;
      return { unreadable: error.message };
    }
  }

  function callFor(deed: Deed, messages: Messages): Call | Gap {
    if ('unreadable' in descriptor) return { why: 'notUnderstood', detail: `descriptor: ${descriptor.unreadable}` };
    if ('unreadable' in messages)
      return { why: 'notUnderstood', detail: `$metadata: ${messages.unreadable}`.slice(0, 500) };
    return callOf(deed, messages, descriptor);
  }

  async function current(id: string, signal: AbortSignal): Promise<Conversation | undefined> {
    try {
      return await readOne(id, signal);
    } catch (error) {
      if (error instanceof ConnectorError && error.kind === 'notFound') return undefined;
      throw error;
    }
  }

  async function perform(action: Action, signal: AbortSignal): Promise<Outcome> {
    const { conversationId } = action;
    const ready = await withoutEffect(prepared(action, signal));
    if (!('call' in ready)) return ready;
    const { call, deed, values } = ready;
    const answer = await posting.post(call.target(conversationId), call.body(values), signal);
    if ('why' in answer) return lacks(capabilityOf[deed], answer);
    if (isSuccess(answer)) {
      return action.type === 'setPresence' ? presenceSet(action, signal) : done(conversationId, signal);
    }
    return withoutEffect(refused(deed, conversationId, answer, signal));
  }

  /** Everything that can be known before the POST: how it goes, or why it need not or must not. */
  async function prepared(action: Action, signal: AbortSignal): Promise<Outcome | Ready> {
    const { conversationId } = action;
    if (action.type === 'say') return lacks(action.audience === 'everyone' ? 'sayPublic' : 'sayInternal', inWorkspace);
    if (!isGuid(conversationId)) return gone;
    const myAgentId = await me(signal);
    if (action.type === 'renewMonitor') return renewed(await current(conversationId, signal), myAgentId);
    const values = valuesOf(action, myAgentId);
    if ([values.agentId, values.queueId, values.presenceId].some((id) => typeof id === 'string' && !isGuid(id)))
      return noSuchTarget;

    const deed = deedOf(action);
    const call = callFor(deed, await known(discovery.messages(signal)));
    if ('why' in call) return lacks(capabilityOf[deed], call);
    // Before the row is read again: nothing may lie between that reading and the act.
    await posting.way(signal);
    const row = await current(conversationId, signal);
    if (row === undefined) return gone;
    if (action.type === 'setPresence' && (await hasPresence(action, signal))) return { kind: 'alreadySo', row };
    if (isReached(action, row, myAgentId)) return { kind: 'alreadySo', row };
    if (hasPrecondition(action.type) && row.etag !== action.etag) return { kind: 'changed', row };
    return { call, deed, values };
  }

  async function hasPresence({ agentId, presenceId }: ActionOf<'setPresence'>, signal: AbortSignal): Promise<boolean> {
    return (await readPresenceOf(agentId, signal))?.toLowerCase() === presenceId.toLowerCase();
  }

  /** The conversation's row does not show it: without the agent's own nobody can tell. @throws ConnectorError broken */
  async function presenceSet(action: ActionOf<'setPresence'>, signal: AbortSignal): Promise<Outcome> {
    if (await hasPresence(action, signal)) return { kind: 'done' };
    throw new ConnectorError('broken', 'The organisation took the new presence, and the agent does not show it');
  }

  /** A success that could not be read back is one all the same; who asked then reads the row by himself. */
  async function done(conversationId: string, signal: AbortSignal): Promise<Outcome> {
    const row = await readOne(conversationId, signal).catch(() => undefined);
    return { kind: 'done', ...(row === undefined ? {} : { row }) };
  }

  async function refused(
    deed: Deed,
    conversationId: string,
    answer: HttpAnswer,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { status } = answer;
    if (status === 404 || status === 405 || status === 410 || status === 412) {
      const row = await current(conversationId, signal);
      if (row === undefined) return gone;
      if (status === 412) return { kind: 'changed', row };
      const gap = await gapBehind(deed, signal);
      if (gap !== undefined) return lacks(capabilityOf[deed], gap);
    }
    return unexplained(answer);
  }

  /** The organisation may have lost the message since it was asked. */
  async function gapBehind(deed: Deed, signal: AbortSignal): Promise<Gap | undefined> {
    const call = callFor(deed, await known(discovery.rediscover(signal)));
    return 'why' in call ? call : undefined;
  }

  return {
    async offer(signal) {
      const messages = await known(discovery.messages(signal));
      const gapOf = (deed: Deed) => {
        const call = callFor(deed, messages);
        return 'why' in call ? call : undefined;
      };
      return offerOf(gapOf, await posting.findWay(signal));
    },
    perform,
  };
}

const inWorkspace: Gap = { why: 'onlyInWorkspace' };
const gone: Outcome = { kind: 'refused', reasons: [{ code: 'gone' }] };
const noSuchTarget: Outcome = { kind: 'refused', reasons: [{ code: 'noSuchTarget' }] };

function lacks(capability: string, gap: Gap): Outcome {
  return { kind: 'refused', reasons: [{ code: 'notSupported', capability, gap }] };
}

/** The organisation's own words and code, as they come. */
function unexplained({ status, body }: HttpAnswer): Outcome {
  const { code = String(status), message = `HTTP ${status}` } = parseDataverseError(body) ?? {};
  return { kind: 'refused', reasons: [{ code: 'backendRefused', text: message, backendCode: code }] };
}

/** What fails here fails before the organisation was asked to do it, or after it refused. */
async function withoutEffect<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const { kind, message, retryAfter } = error;
    throw new ConnectorError(kind, message, { retryAfter, hadNoEffect: true, cause: error });
  }
}

/** The organisation keeps no leases: who is still there, still monitors. */
function renewed(row: Conversation | undefined, myAgentId: string): Outcome {
  if (row === undefined) return gone;
  const isStill = isThere(row, myAgentId);
  return isStill ? { kind: 'alreadySo', row } : { kind: 'refused', reasons: [{ code: 'notMonitoring' }], row };
}

const isSuccess = ({ status }: HttpAnswer) => status >= 200 && status < 300;
