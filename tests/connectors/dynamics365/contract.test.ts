import { createDynamicsConnector } from '../../../lib/connectors/dynamics365/createDynamicsConnector.ts';
import { startDynamics } from '../../doubles/dynamics365/startDynamics.ts';
import { activate, change, command, idOf, testFloor } from '../../floor/server/testFloor.ts';
import { type ContractWorld, connectorContract } from '../contract.ts';
import { settingsFor } from '../environment.ts';
import { hurried } from './world.ts';

async function aWorld(changeTracking: boolean): Promise<ContractWorld> {
  // More than one page of either way.
  const floor = testFloor(changeTracking ? 1_003 : 303);
  const activeId = idOf(1);
  activate(floor, activeId);
  const dynamics = await startDynamics({ floor, port: 0, speed: 0 });
  const { guidOf } = dynamics;
  const floorId = (guid: string) => dynamics.floorIdOf(guid) ?? '';
  dynamics.behave({ changeTracking });
  const environment = hurried();

  return {
    connect(as = 'supervisor') {
      const baseUrl = as === 'elsewhere' ? dynamics.loginHost.url : dynamics.url;
      const secret = as === 'nobody' ? 'wrong' : dynamics.token;
      return createDynamicsConnector(settingsFor(baseUrl, { secret }), environment);
    },
    ids: floor.conversations().map(({ id }) => guidOf(id)),
    openId: guidOf(idOf(0)),
    activeId: guidOf(activeId),
    spareId: guidOf(idOf(2)),
    agentId: guidOf(floor.agents2[1]),
    // Only finished conversations have a transcript (facts §4.5), and a refusal is told in its own words (§5.1).
    readsLive: false,
    refusalCodes: ['backendRefused'],
    customerWrites: (id) => change(floor, 1, floorId(id)),
    changesHands: (id) => command(floor, { type: 'release', conversationId: floorId(id) }),
    remove: (id) => command(floor, { type: 'remove', conversationId: floorId(id) }),
    async forgetHistory() {},
    breakLines() {},
    loseNextReply: () => dynamics.failNext({ loseReply: true, method: 'POST' }),
    limitNext: (retryAfter) => dynamics.failNext({ status: 429, retryAfter }),
    // It remembers no operation ids: each test acts once.
    effectsOf: () => floor.ledger.filter(({ outcome }) => outcome === 'done').length,
    stop: () => dynamics.stop(),
  };
}

connectorContract('Dynamics 365, over real sockets', () => aWorld(false));
connectorContract('Dynamics 365 with change tracking', () => aWorld(true));
