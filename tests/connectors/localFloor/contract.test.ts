import { createLocalFloorConnector } from '../../../lib/connectors/localFloor/createLocalFloorConnector.ts';
import type { FaultPlan } from '../../../lib/floor/server/faults.ts';
import { startFloorServer } from '../../../lib/floor/server/startFloorServer.ts';
import { activate, change, command, idOf, testFloor } from '../../floor/server/testFloor.ts';
import { connectorContract } from '../contract.ts';
import { anEnvironment, settingsFor } from '../environment.ts';

connectorContract('the local floor, over real sockets', async () => {
  const floor = testFloor(1_003);
  const activeId = idOf(1);
  activate(floor, activeId);
  const server = await startFloorServer({ floor, port: 0, speed: 0, admin: true });
  const [token = ''] = server.tokens.values();
  const fault = (rule: FaultPlan['rules'][number]) => server.faults.set({ rules: [rule] });
  const forgetHistory = async () => {
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`${server.url}/admin/ageHistory`, { method: 'POST', headers, body: '{}' });
  };

  return {
    connect(as = 'supervisor') {
      const baseUrl = as === 'elsewhere' ? `${server.url}/workspace` : server.url;
      const secret = as === 'nobody' ? 'wrong' : token;
      return createLocalFloorConnector(settingsFor(baseUrl, { secret }), anEnvironment());
    },
    ids: floor.conversations().map(({ id }) => id),
    openId: idOf(0),
    activeId,
    spareId: idOf(2),
    agentId: floor.agents2[1],
    readsLive: true,
    refusalCodes: ['wrongState', 'alreadyAssigned'],
    customerWrites: (id) => change(floor, 1, id),
    changesHands: (id) => command(floor, { type: 'release', conversationId: id }),
    remove: (conversationId) => command(floor, { type: 'remove', conversationId }),
    forgetHistory,
    breakLines: () => fault({ fault: 'killSockets', count: 1 }),
    loseNextReply: () => fault({ fault: 'loseReply', method: 'POST', count: 1 }),
    limitNext: (retryAfter) => fault({ fault: 'status', status: 429, retryAfter, count: 1 }),
    effectsOf: (operationId) =>
      floor.ledger.filter((entry) => entry.operationId === operationId && entry.outcome === 'done').length,
    stop: () => server.stop(),
  };
});
