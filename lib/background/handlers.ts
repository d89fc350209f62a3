/** Everything a page can ask for, by name: the capability list of the worker on one screen. */
import { browser } from '../browser.ts';
import { backends } from '../connectors/registry.ts';
import { switchedActions } from '../domain/actions.ts';
import { sitePattern } from '../domain/workspacePage.ts';
import type { Answers, RequestInput, RequestName } from '../messages/requests.ts';
import { RequestError } from '../messages/requests.ts';
import type { SettingsStore } from '../settings/createSettings.ts';
import { offByPolicy } from '../settings/policy.ts';
import type { StoredConnection } from '../settings/settings.ts';
import { lacksToken, newConnection } from '../settings/settings.ts';
import type { SignIns } from '../signIn/createSignIns.ts';
import type { Connect } from './connecting.ts';
import type { Connections } from './connections.ts';
import { testConnection } from './connectionTest.ts';
import type { WorkerEnvironment } from './environment.ts';
import type { LiveConnection } from './liveConnection.ts';
import type { OpenInWorkspace } from './openInWorkspace.ts';
import type { Page } from './pageLine.ts';
import { signInAt } from './signInAt.ts';
import type { StandingQuestion, SubscriptionParts } from './subscriptions.ts';
import { openQuestion } from './subscriptions.ts';

export type Handlers = {
  [N in RequestName]: (input: RequestInput<N>, page: Page) => Promise<Answers[N]>;
};

export function createHandlers(parts: {
  settings: SettingsStore;
  connections: Connections;
  environment: WorkerEnvironment;
  connect: Connect;
  openInWorkspace: OpenInWorkspace;
  signIns: SignIns;
  subscriptions: SubscriptionParts;
}): Handlers {
  const { settings, connections, environment, connect, signIns } = parts;

  const mayReach = (origin: string) => browser.permissions.contains({ origins: [sitePattern(origin)] });

  function live(id: string): LiveConnection {
    const found = connections.get(id);
    if (found === undefined) throw new RequestError('notFound', 'This connection does not exist any more.');
    return found;
  }
  /** G3, as for what is subscribed to. */
  function liveAfterNotice(id: string): LiveConnection {
    const found = live(id);
    if (!found.status().noticeAcknowledged) throw new RequestError('notAllowed', 'The notice is not acknowledged yet.');
    return found;
  }
  function question(page: Page, id: string): StandingQuestion {
    const found = page.questions.get(id);
    if (found === undefined) throw new RequestError('notFound', 'This subscription has ended.');
    return found;
  }

  function notOfThePolicy(id: string, message: string): void {
    if (settings.current.connections.some((one) => one.id === id && one.managed)) {
      throw new RequestError('notAllowed', message);
    }
  }

  return {
    async subscribe(input, page) {
      page.questions.get(input.subscription)?.stop();
      page.questions.set(
        input.subscription,
        openQuestion(parts.subscriptions, input, page.tabId, (push) =>
          page.push(input.subscription, input.topic, push),
        ),
      );
      return null;
    },
    async unsubscribe({ subscription }, page) {
      page.questions.get(subscription)?.stop();
      page.questions.delete(subscription);
      return null;
    },
    async changeQuery({ subscription, query }, page) {
      question(page, subscription).changeQuery?.(query);
      return null;
    },
    async holdList({ subscription, held }, page) {
      question(page, subscription).hold?.(held);
      return null;
    },
    act: async ({ connectionId, action, about }) => live(connectionId).act(action, about),
    cancelOperation: async ({ connectionId, operationId }) => ({
      cancelled: await live(connectionId).outbox.cancel(operationId),
    }),
    async checkOperation({ connectionId, operationId }) {
      const operation = await live(connectionId).check(operationId);
      return operation === undefined ? {} : { operation };
    },
    reread: async ({ connectionId, conversationId }) => liveAfterNotice(connectionId).reread(conversationId),
    async openInWorkspace({ connectionId, conversationId }, page) {
      await parts.openInWorkspace(liveAfterNotice(connectionId).id, conversationId, page.tabId);
      return null;
    },
    async refresh({ connectionId }) {
      live(connectionId).refresh();
      return null;
    },
    async rebuildMirror({ connectionId }) {
      await live(connectionId).rebuild();
      return null;
    },
    async acknowledgeLoss({ connectionId }) {
      await settings.updateConnection(connectionId, (stored) => ({ ...stored, outbox: 'kept' }));
      return null;
    },
    async acknowledgeNotice({ connectionId, noticeVersion }) {
      const account = live(connectionId).status().identity?.accountId;
      if (account === undefined) throw new RequestError('offline', 'Not signed in yet: nobody to acknowledge it for.');
      await settings.updateConnection(connectionId, (stored) => ({
        ...stored,
        notice: { version: noticeVersion, account, at: environment.now() },
      }));
      return null;
    },
    async testConnection(input) {
      const { identity: _identity, ...result } = await testConnection(input, connect, mayReach);
      return result;
    },
    async addConnection(input) {
      const { baseUrl, identity, ...result } = await testConnection(input, connect, mayReach);
      if (!result.ok || baseUrl === undefined || identity === undefined) return result;
      const same = settings.current.connections.find((one) => one.baseUrl === baseUrl && one.backend === input.backend);
      const id = same?.id ?? environment.newId();
      const stored: StoredConnection = {
        ...(same ?? newConnection),
        id,
        backend: input.backend,
        name: input.name || result.siteName,
        baseUrl,
        secret: input.secret,
        signIn: input.signIn,
        // Whose token this is decides what becomes of what is stored (connections.ts), and whose rights hold.
        identity: { ...identity, switchedOff: [...identity.switchedOff] },
      };
      await settings.update((all) => ({
        ...all,
        connections: same ? all.connections.map((one) => (one.id === id ? stored : one)) : [...all.connections, stored],
      }));
      return { ...result, connectionId: id };
    },
    async signIn(input) {
      const result = await signInAt(input, signIns);
      if (result.ok) for (const one of connections.all()) if (one.status().baseUrl === result.baseUrl) one.refresh();
      return result.ok ? { ok: true } : result;
    },
    async setDescriptor({ connectionId, descriptor }) {
      notOfThePolicy(connectionId, 'This connection was set up by your organisation, its corrections too.');
      await settings.updateConnection(connectionId, (stored) => ({
        ...stored,
        descriptor: descriptor?.content,
        descriptorName: descriptor?.name,
      }));
      return null;
    },
    async removeConnection({ connectionId }) {
      notOfThePolicy(connectionId, 'This connection was set up by your organisation and stays.');
      await settings.update((all) => ({
        ...all,
        connections: all.connections.filter((one) => one.id !== connectionId),
      }));
      return null;
    },
    async setSwitches({ connectionId, switches }) {
      await settings.updateConnection(connectionId, (stored) => ({ ...stored, switches }));
      return null;
    },
    async setRulesVersion({ connectionId, rulesVersion }) {
      if (settings.policy.connection?.rulesVersion !== undefined) {
        notOfThePolicy(connectionId, 'Your organisation has said which rules hold.');
      }
      await settings.updateConnection(connectionId, (stored) => ({ ...stored, rulesVersion }));
      return null;
    },
    async readOptions() {
      const rulesOfPolicy = settings.policy.connection?.rulesVersion;
      const reachable = await Promise.all(
        settings.current.connections.map(({ baseUrl }) => mayReach(new URL(baseUrl).origin)),
      );
      const { connections: stored, language, theme, undoSeconds } = settings.current;
      const byPolicy = offByPolicy(settings.policy);
      return {
        connections: stored.map((one, index) => ({
          id: one.id,
          backend: one.backend,
          name: one.name || one.identity?.siteName || new URL(one.baseUrl).host,
          baseUrl: one.baseUrl,
          managed: one.managed,
          hasSecret: !lacksToken(one),
          signIn: one.signIn,
          mayReach: reachable[index] === true,
          ...(one.descriptorName === undefined ? {} : { descriptorName: one.descriptorName }),
          switches: one.switches,
          rulesVersion: one.rulesVersion,
          rulesHeld: one.managed && rulesOfPolicy !== undefined,
          heldOff: Object.fromEntries(
            switchedActions
              .map((action) => [
                action,
                [
                  ...(byPolicy.includes(action) ? (['policy'] as const) : []),
                  ...(one.identity?.switchedOff.includes(action) ? (['backend'] as const) : []),
                ],
              ])
              .filter(([, by]) => by?.length),
          ),
          ...(one.notice === undefined ? {} : { notice: one.notice }),
        })),
        backends: backends.map(({ id, name, signIns: ways, placeholder, takesDescriptor = false }) => ({
          id,
          name,
          signIns: ways,
          takesDescriptor,
          ...(placeholder === undefined ? {} : { placeholder }),
        })),
        redirectUrl: environment.redirectUrl(),
        language,
        theme,
        undoSeconds,
        ...(settings.policy.organisationName === undefined
          ? {}
          : { organisationName: settings.policy.organisationName }),
      };
    },
    async setPreferences(preferences) {
      const given = Object.fromEntries(Object.entries(preferences).filter(([, value]) => value !== undefined));
      await settings.update((all) => ({ ...all, ...given }));
      return null;
    },
    readLog: async ({ connectionId, before, limit }) => ({ entries: await live(connectionId).log.read(before, limit) }),
  };
}
