/** What one organisation offers one account, and why not the rest (G4). */
import type { Capabilities, Gap, Offer } from '../../domain/capabilities.ts';
import type { Deed } from './deeds.ts';
import type { Way } from './posting.ts';

/** What can be begun must be possible to end: a supervisor who cannot leave is not offered to come in. */
const deedsOf = {
  monitor: ['monitor', 'stopMonitor'],
  join: ['join', 'leave'],
  assignToAgent: ['assignToAgent'],
  assignToQueue: ['assignToQueue'],
  transfer: ['transferToAgent'],
  forceClose: ['forceClose'],
  setPresence: ['setPresence'],
} satisfies Partial<Record<keyof Capabilities, Deed[]>>;

const inWorkspace: Gap = { why: 'onlyInWorkspace' };

/**
 * @param gapOf why a deed cannot be called here; `undefined` where it can
 * @param way how acts get there
 */
export function offerOf(gapOf: (deed: Deed) => Gap | undefined, way: Way): Offer {
  const gaps: Partial<Record<keyof Capabilities, Gap>> = {
    // There are no messages for writing, and the sound of a call is in the workspace.
    sayPublic: inWorkspace,
    sayInternal: inWorkspace,
    voiceJoin: inWorkspace,
  };
  for (const [capability, deeds] of Object.entries(deedsOf) as [keyof typeof deedsOf, Deed[]][]) {
    const [gap] = deeds.map(gapOf).filter((one) => one !== undefined);
    // The workspace's own monitoring is always there.
    const told = capability === 'monitor' && gap?.why === 'messageAbsent' ? inWorkspace : gap;
    const missing = told ?? (way === 'none' ? { why: 'signInReadsOnly' as const } : undefined);
    if (missing !== undefined) gaps[capability] = missing;
  }
  const offers = (capability: keyof typeof deedsOf) => gaps[capability] === undefined;
  return {
    capabilities: {
      monitor: offers('monitor'),
      join: offers('join'),
      sayPublic: false,
      sayInternal: false,
      assignToAgent: offers('assignToAgent'),
      assignToQueue: offers('assignToQueue'),
      transfer: offers('transfer'),
      forceClose: offers('forceClose'),
      setPresence: offers('setPresence'),
      // Documented as silent, but a call's microphone was reported as open (facts D-M7): it warns.
      silentMonitoring: 'unknown',
      // Only what is over has a transcript (facts §4.5).
      liveTranscript: false,
      // The source page does not name calls (facts D-T3).
      voiceTransfer: false,
      voiceJoin: false,
    },
    gaps,
  };
}
