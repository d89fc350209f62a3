/** The notice in full, in the user's language (spec §5). */
import { noticeVersion } from '../../lib/domain/notice.ts';
import { useText } from '../base/surroundings.tsx';
import './notice.css';

export function NoticeText() {
  const { notice, number } = useText();
  return (
    <div class="notice-text">
      {notice.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p class="notice-version">{notice.version(number(noticeVersion))}</p>
    </div>
  );
}
