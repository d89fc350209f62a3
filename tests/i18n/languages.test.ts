import { describe, expect, it } from 'vitest';
import type { Reason, ReasonCode } from '../../lib/domain/reasons.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import { type Language, languageFor, languages } from '../../lib/i18n/languages.ts';
import { type Names, reasonText } from '../../lib/i18n/reasonTexts.ts';

const [en, ...others] = languages as [Language, ...Language[]];
const he = languageFor('he');

/** Every leaf of a language: its path, and the text, or the function that makes it. */
function leaves(node: unknown, path = ''): [string, unknown][] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`));
}
const kinds = (language: Language) =>
  leaves(language)
    .map(([path, leaf]) => `${path}: ${typeof leaf}`)
    .sort();

const names: Names = { agent: (id) => isolate(`A-${id}`), queue: (id) => isolate(`Q-${id}`), organisation: undefined };
const samples: { [C in ReasonCode]: Extract<Reason, { code: C }> } = {
  notSupervisor: { code: 'notSupervisor' },
  switchedOff: { code: 'switchedOff', by: ['policy', 'backend', 'connection'] },
  noticeOpen: { code: 'noticeOpen' },
  notSupported: { code: 'notSupported', capability: 'transfer' },
  wrongState: { code: 'wrongState', state: 'waiting', allowed: ['active', 'wrapUp'] },
  notAccepted: { code: 'notAccepted' },
  wrongChannel: { code: 'wrongChannel', channel: 'entityRecord' },
  escalated: { code: 'escalated', to: 'video' },
  ownConversation: { code: 'ownConversation' },
  notMonitoring: { code: 'notMonitoring' },
  notJoined: { code: 'notJoined' },
  alreadyAssigned: { code: 'alreadyAssigned', agentId: '7' },
  blockingRole: { code: 'blockingRole', role: 'R', known: true },
  fromBot: { code: 'fromBot' },
  transferPending: { code: 'transferPending', toAgentId: '8' },
  changedMeanwhile: { code: 'changedMeanwhile', what: ['state', 'agentId'] },
  audienceNotPossible: { code: 'audienceNotPossible', why: 'agentIsBot' },
  gone: { code: 'gone' },
  backendRefused: { code: 'backendRefused', text: 'Quota 17 reached' },
  isBot: { code: 'isBot' },
  isCurrentAgent: { code: 'isCurrentAgent' },
  isCurrentQueue: { code: 'isCurrentQueue' },
  wrongQueueKind: { code: 'wrongQueueKind', kind: 'voice' },
  notInQueue: { code: 'notInQueue', queueId: '9' },
  presenceNotAllowed: { code: 'presenceNotAllowed', base: 'away', allowed: ['available', 'busy'] },
  presenceUnknown: { code: 'presenceUnknown' },
  overCapacity: { code: 'overCapacity', units: 4 },
  capacityUnknown: { code: 'capacityUnknown' },
  noSuchTarget: { code: 'noSuchTarget' },
};
const say = (language: Language, reason: Reason) => reasonText(language.reasons, reason, names);
const unwalled = (text: string) => text.replace(/\u2068[^\u2069]*\u2069/g, '');

describe('every language', () => {
  it.each(others)('$name says everything that English says, a sentence for a sentence', (language) => {
    expect(kinds(language)).toEqual(kinds(en));
  });

  it('is found by its tag, and English where there is none', () => {
    expect(languageFor('he-IL').name).toBe('עברית');
    expect(languageFor('fr').code).toBe('en');
  });
});

describe('Hebrew', () => {
  const foreign =
    /(?!Floorwalker|Enter|Shift|SMS|WhatsApp|Microsoft|Dynamics|Chatwoot|Live|Helper|Chat|URL|JSON|API|OAuth|Entra|ID|SPA)\b[A-Za-z]{2,}/;
  const allowed = new Set(['code', 'dir', 'options.log.fileName']);
  const withoutAddresses = (text: string) => text.replace(/https?:\/\/[\w.]*/g, '');

  it('has no English left in its texts', () => {
    const left = leaves(he).filter(
      ([path, leaf]) => !allowed.has(path) && typeof leaf === 'string' && foreign.test(withoutAddresses(leaf)),
    );
    expect(left).toEqual([]);
  });

  it('has no English left in its sentences', () => {
    const left = leaves(he).flatMap(([path, leaf]) => {
      if (typeof leaf !== 'function' || path.startsWith('reasons.') || allowed.has(path)) return [];
      return [1, 2, 11].flatMap((count) => {
        let said: unknown;
        try {
          said = leaf(count, count, count);
        } catch {
          return []; // takes a record: said elsewhere
        }
        return typeof said === 'string' && foreign.test(said.replace('undefined', '')) ? [[path, said]] : [];
      });
    });
    expect(left).toEqual([]);
  });

  it.each(Object.values(samples))('explains $code without a foreign word outside the walls', (reason) => {
    const text = unwalled(say(he, reason));
    expect(text).toMatch(/[א-ת]/);
    expect(text).not.toMatch(foreign);
    expect(text).not.toContain('undefined');
  });

  it('counts one, two and many as Hebrew does', () => {
    expect([1, 2, 3].map((rows) => he.list.heldChanges(rows))).toEqual([
      'הסדר מוקפא · שינוי אחד ממתין',
      'הסדר מוקפא · שני שינויים ממתינים',
      'הסדר מוקפא · 3 שינויים ממתינים',
    ]);
  });
});

describe('reasons', () => {
  it.each(Object.values(samples))('English explains $code in a whole sentence', (reason) => {
    expect(say(en, reason)).toMatch(/^[A-Z0-9\u2068].{6,}[.\u2069]$/);
  });

  it('carry every argument', () => {
    expect(say(en, samples.wrongState)).toBe('It is Waiting; possible only when Active or Wrap-up.');
    expect(say(en, samples.overCapacity)).toBe('4 units over capacity.');
    expect(say(en, { code: 'overCapacity', units: 1 })).toBe('1 unit over capacity.');
    expect(say(en, samples.switchedOff)).toContain('policy, the contact-centre system, and this connection');
    expect(say(he, samples.presenceNotAllowed)).toBe('נוכחות: לא ליד המחשב; זרם העבודה מקבל זמין או עסוק.');
  });

  it('show a backend’s own words and unknown codes as they come, walled off', () => {
    expect(say(he, samples.backendRefused)).toContain('\u2068Quota 17 reached\u2069');
    expect(say(en, { code: 'notSupported', capability: 'teleport' })).toContain('\u2068teleport\u2069');
    expect(say(he, { code: 'changedMeanwhile', what: ['moon'] })).toContain('\u2068moon\u2069');
    expect(en.channel('unknown:carrierPigeon')).toBe('\u2068carrierPigeon\u2069');
  });

  it('name the organisation whose policy it is, when it is known', () => {
    const named: Names = { ...names, organisation: isolate('Contoso') };
    expect(reasonText(en.reasons, { code: 'switchedOff', by: ['policy'] }, named)).toContain(
      '\u2068Contoso\u2069’s policy',
    );
  });
});
