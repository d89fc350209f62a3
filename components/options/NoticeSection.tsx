/** The notice to be read again, and who acknowledged it when on which connection (spec §5). */
import { noticeVersion } from '../../lib/domain/notice.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';
import { NoticeText } from '../notice/NoticeText.tsx';
import { Section } from './Section.tsx';

export function NoticeSection({ state }: { state: OptionsState }) {
  const text = useText();
  return (
    <Section title={text.options.notice}>
      <NoticeText />
      <dl class="acknowledged">
        {state.connections.map(({ id, name, notice }) => (
          <div key={id}>
            <dt>
              <Name text={name} />
            </dt>
            <dd>
              {notice === undefined || notice.version < noticeVersion
                ? text.notice.notAcknowledged
                : text.notice.acknowledgedBy(
                    isolate(notice.account),
                    text.dateTime(notice.at),
                    text.number(notice.version),
                  )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
