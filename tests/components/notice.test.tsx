/** G3: nothing of a customer before the notice is acknowledged; spec §5: the notice in full, in both languages. */
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { Surrounded } from '../../components/base/surroundings.tsx';
import { NoticeGate } from '../../components/notice/NoticeGate.tsx';
import { noticeVersion } from '../../lib/domain/notice.ts';
import { en } from '../../lib/i18n/en.ts';
import { type Language, languages } from '../../lib/i18n/languages.ts';
import { RequestError } from '../../lib/messages/requests.ts';
import { morning } from '../builders.ts';
import { createFakeClient } from '../fakeClient.ts';
import { aConnection } from '../scenes.ts';
import { show } from './screen.ts';

async function gate(language: Language = en) {
  const client = createFakeClient();
  const connection = signal<ReturnType<typeof aConnection> | undefined>(aConnection({ noticeAcknowledged: false }));
  const screen = await show(
    <Surrounded text={signal(language)} theme={signal('light')} now={signal(morning)}>
      <NoticeGate client={client} connection={connection}>
        <p>Grace Okafor</p>
      </NoticeGate>
    </Surrounded>,
  );
  return { client, connection, ...screen };
}

describe('the notice', () => {
  it('stands before everything of the customers', async () => {
    const { words } = await gate();
    expect(words()).not.toContain('Grace Okafor');
    expect(words()).toContain('Before you begin');
  });

  it('stands also where no connection is known yet', async () => {
    const { connection, settle, words } = await gate();
    await settle(() => {
      connection.value = undefined;
    });
    expect(words()).not.toContain('Grace Okafor');
  });

  it('opens only when the worker tells that it is stored', async () => {
    const { button, client, connection, press, settle, words } = await gate();
    await press(button('I have read this and acknowledge it'));
    expect(client.inputs('acknowledgeNotice')).toEqual([{ connectionId: 'k-1', noticeVersion }]);
    expect(words()).not.toContain('Grace Okafor');
    await settle(() => {
      connection.value = aConnection();
    });
    expect(words()).toBe('Grace Okafor');
  });

  it('closes again for a new version', async () => {
    const { connection, settle, words } = await gate();
    await settle(() => {
      connection.value = aConnection();
    });
    await settle(() => {
      connection.value = aConnection({ noticeAcknowledged: false });
    });
    expect(words()).not.toContain('Grace Okafor');
  });

  it('says when it could not be stored, and can be tried again', async () => {
    const { button, client, press, words } = await gate();
    client.answer({ acknowledgeNotice: () => Promise.reject(new RequestError('storage', 'full')) });
    await press(button('I have read this and acknowledge it'));
    expect(words()).toContain('The browser could not store it');
    expect(button('I have read this and acknowledge it').getAttribute('aria-busy')).toBeNull();
  });

  it.each([
    [
      'en',
      [
        'satisfaction',
        'employment',
        'pay, rewards, seniority',
        'alone is responsible',
        'analysing individual employees',
        'recording and storing',
        'tell end users',
        'consent',
        'telling its agents',
      ],
    ],
    [
      'he',
      [
        'שביעות הרצון',
        'העסקתם',
        'שכר, תגמולים, ותק',
        'לבדו אחראי',
        'עובדים יחידים',
        'להקלטה ולאחסון',
        'להודיע למשתמשי הקצה',
        'הסכמתם',
        'להודיע לנציגים',
      ],
    ],
  ])('says in %s all that it has to say', async (code, parts) => {
    const language = languages.find((one) => one.code === code);
    const { words } = await gate(language);
    expect(parts.filter((part) => !words().includes(part))).toEqual([]);
  });
});
