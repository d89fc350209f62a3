/** Acts in every state that the list of acts can show. */
import { type Action, type Operation, type OperationState, openOperationStates } from '../../lib/domain/actions.ts';
import { morning } from '../builders.ts';

function anAct(
  state: OperationState,
  type: 'assign' | 'transfer' | 'forceClose' | 'say',
  more: Partial<Operation> = {},
): Operation {
  const id = `o-${state}-${type}`;
  const envelope = { operationId: id, conversationId: 'c-5', etag: 'e-1' };
  const action: Action =
    type === 'assign'
      ? { type, ...envelope, agentId: 'a-mina', override: {} }
      : type === 'transfer'
        ? { type, ...envelope, agentId: 'a-jonas' }
        : type === 'say'
          ? { type, ...envelope, text: '…', audience: 'internal' }
          : { type, ...envelope };
  return {
    id,
    connectionId: 'k-1',
    action,
    account: 'a-me',
    state,
    at: morning,
    attempts: 1,
    ...(openOperationStates.includes(state) ? {} : { settledAt: morning }),
    ...more,
  };
}

export const someOperations: Operation[] = [
  anAct('held', 'forceClose', { until: morning + 3000, about: { customer: 'Grace Okafor' } }),
  anAct('refused', 'forceClose', {
    about: { customer: 'דניאל אברהם' },
    reasons: [
      { code: 'switchedOff', by: ['policy', 'backend'] },
      { code: 'backendRefused', text: 'Privilege prvCloseConversation is missing.' },
    ],
  }),
  anAct('expired', 'forceClose', { about: { customer: 'Priya Raman' } }),
  anAct('unknown', 'assign', { about: { customer: 'Marcus Hale', target: 'Mina Park' } }),
  anAct('queued', 'transfer', { about: { customer: 'יעל כהן', target: 'Jonas Weber' } }),
  anAct('confirmed', 'assign', { about: { customer: 'Hiro Tanaka', target: 'Mina Park' }, outcome: 'alreadySo' }),
];

const before = (minutes: number) => ({ at: morning - minutes * 60_000 });
export const stuckOperations: Operation[] = [
  anAct('queued', 'transfer', { ...before(1), about: { customer: 'יעל כהן', target: 'Jonas Weber' } }),
  anAct('queued', 'say', { ...before(4), about: { customer: 'Grace Okafor' } }),
  anAct('unknown', 'assign', { ...before(3), about: { customer: 'Marcus Hale', target: 'Mina Park' } }),
];
