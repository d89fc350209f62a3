/** English: the notice (spec §5, G3). Whoever changes its meaning raises `noticeVersion`, so that it is asked again. */
import type { Isolated } from '../isolate.ts';

export const notice = {
  title: 'Before you begin',
  version: (version: string) => `Notice, version ${version}`,
  paragraphs: [
    'Floorwalker is meant to help supervisors improve their team’s performance and their customers’ satisfaction.',
    'It is not meant for, and must not be used in, decisions that affect the employment of a person or of a group of persons. That includes pay, rewards, seniority and any other rights.',
    'Your organisation alone is responsible for using it lawfully. That includes the law on analysing individual employees, on monitoring, and on recording and storing what is said to end users.',
    'Your organisation must tell end users adequately that their conversations with agents may be monitored, recorded or stored. Where the law asks for it, it must obtain their consent before this is used.',
    'Your organisation should also have a way of telling its agents that what they say to end users may be monitored, recorded or stored.',
  ],
  why: 'Until you acknowledge this, no customer data is shown and nothing can be done.',
  acknowledge: 'I have read this and acknowledge it',
  acknowledging: 'Storing…',
  stored: 'Stored with your acknowledgement: the version, your account and the time.',
  acknowledgedBy: (account: Isolated, at: string, version: string) =>
    `Acknowledged by ${account} on ${at} (version ${version}).`,
  notAcknowledged: 'Not acknowledged yet.',
};
