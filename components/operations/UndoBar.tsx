/** The undo window (F3): what is about to happen, how long it can be taken back, and nothing has been sent yet. */
import type { Operation } from '../../lib/domain/actions.ts';
import { stuckFor } from '../../lib/domain/patience.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import { type OperationsModel, secondsLeft } from '../../lib/models/operations.ts';
import { useSurroundings, useText } from '../base/surroundings.tsx';
import { ReplyLine } from './ReplyLine.tsx';
import './operations.css';

export interface UndoBarProps {
  operations: OperationsModel;
  /** The setting, for the ring and what is announced. */
  undoSeconds: number;
}

export function UndoBar({ operations, undoSeconds }: UndoBarProps) {
  const text = useText();
  const held = operations.held.value;
  return (
    <div class="undo-bars">
      {/* Announced once when it begins; the seconds that run are for the eye only. */}
      <div class="visually-hidden" role="status">
        {held.map((operation) => (
          <p key={operation.id}>{text.operations.heldAloud(heldWords(text, operation), undoSeconds)}</p>
        ))}
      </div>
      {held.map((operation) => (
        <HeldBar key={operation.id} {...{ operation, operations, undoSeconds }} />
      ))}
    </div>
  );
}

function HeldBar({ operation, operations, undoSeconds }: UndoBarProps & { operation: Operation }) {
  const text = useText();
  const { now } = useSurroundings();
  const left = secondsLeft(operation, now.value);
  const words = heldWords(text, operation);
  const stuck = stuckFor(operation, now.value);
  return (
    <div class="undo-bar">
      <Ring part={undoSeconds === 0 ? 0 : Math.min(1, left / undoSeconds)} />
      <span class="grow">
        <span class="count">{text.operations.closingIn(words, left)}</span>
        {stuck !== undefined && <span class="undo-reply">{text.operations.stuck(text.age(stuck))}</span>}
        <ReplyLine class="undo-reply" reply={operations.replies.value.get(operation.id)} />
      </span>
      <button
        type="button"
        class="undo-button"
        aria-label={text.operations.undoWhat(words)}
        onClick={() => operations.undo(operation.id)}
      >
        {text.operations.undo}
      </button>
    </div>
  );
}

const round = 2 * Math.PI * 7;
/** What is left of the window. @param part 0–1 */
function Ring({ part }: { part: number }) {
  return (
    <svg class="ring" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <circle cx="10" cy="10" r="7" />
      <circle cx="10" cy="10" r="7" class="left" stroke-dasharray={`${round * part} ${round}`} />
    </svg>
  );
}

function heldWords(text: Language, { action, about }: Operation): string {
  return text.operations.held[action.type](customerName(text, about));
}

export function customerName(text: Language, about: Operation['about']) {
  return isolate(about?.customer ?? text.operations.aConversation);
}
