// @vitest-environment node
import { createDynamicsConnector } from '../../../lib/connectors/dynamics365/createDynamicsConnector.ts';
import { startDynamics } from '../../doubles/dynamics365/startDynamics.ts';
import { activate, change, command, idOf, testFloor } from '../../floor/server/testFloor.ts';
import { schedule } from '../../realTime.ts';
import { connectorContract } from '../contract.ts';
import { anEnvironment, settingsFor } from '../environment.ts';

/** The budget of requests is a matter of minutes (budget.test.ts): here they pass in a moment. */
const haste = 200;

connectorContract('Dynamics 365, over real sockets', async () => {
  const floor = testFloor(1_003);
  const activeId = idOf(1);
  activate(floor, activeId);
  const dynamics = await startDynamics({ floor, port: 0, speed: 0 });
  const { guidOf } = dynamics;
  const floorId = (guid: string) => dynamics.floorIdOf(guid) ?? '';
  const begun = Date.now();
  const hurried = anEnvironment({
    now: () => begun + (Date.now() - begun) * haste,
    schedule: (task, delay) => schedule(task, delay / haste),
  });

  return {
    connect(as = 'supervisor') {
      const baseUrl = as === 'elsewhere' ? dynamics.loginHost.url : dynamics.url;
      const secret = as === 'nobody' ? 'wrong' : dynamics.token;
      return createDynamicsConnector(settingsFor(baseUrl, { secret }), hurried);
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
});
