/** Questions under way to workspace pages: each ends once, with the page's answer or with what is known without it. */
import { ConnectorError } from '../connectors/connector.ts';
import type { NoAnswerWhy, PageAnswer, PageRequest } from '../domain/pageRequest.ts';
import { askPatience } from '../domain/pageRequest.ts';
import type { Askable, FromOverlay, ToOverlay } from '../messages/overlay.ts';
import type { WorkerEnvironment } from './environment.ts';

/** One overlay's line; told apart by identity. */
export interface OverlayLine {
  send(message: ToOverlay): void;
}

export interface PageAsking {
  /**
   * @throws ConnectorError forbidden when the page may not ask that (nothing was asked), broken when the answer was too
   * large, offline when none came: within 20 s, before the line broke or `signal` aborted
   */
  ask(line: OverlayLine, request: PageRequest, allowed: Askable, signal: AbortSignal): Promise<PageAnswer>;
  hear(line: OverlayLine, message: Extract<FromOverlay, { kind: 'answer' | 'noAnswer' }>): void;
  lineClosed(line: OverlayLine): void;
}

const errors: Record<NoAnswerWhy, () => ConnectorError> = {
  notAllowed: () => new ConnectorError('forbidden', 'The workspace page may not ask that.'),
  tooLarge: () => new ConnectorError('broken', 'The answer in the workspace page was too large.'),
  failed: () => new ConnectorError('offline', 'The workspace page got no answer.'),
};

export function createPageAsking({ newId, schedule }: Pick<WorkerEnvironment, 'newId' | 'schedule'>): PageAsking {
  const open = new Map<string, { line: OverlayLine; end(how: PageAnswer | ConnectorError): void }>();
  return {
    ask(line, request, allowed, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new ConnectorError('offline', 'It was not asked any more.'));
        const id = newId();
        const giveUp = (why: string) => {
          line.send({ kind: 'abandon', id });
          end(new ConnectorError('offline', why));
        };
        const onAbort = () => giveUp('Nobody waits for the answer any more.');
        const cancel = schedule(() => giveUp(`No answer within ${askPatience / 1000} s.`), askPatience);
        function end(how: PageAnswer | ConnectorError) {
          open.delete(id);
          cancel();
          signal.removeEventListener('abort', onAbort);
          if (how instanceof ConnectorError) reject(how);
          else resolve(how);
        }
        open.set(id, { line, end });
        signal.addEventListener('abort', onAbort);
        line.send({ kind: 'ask', id, request, allowed });
      });
    },
    hear(line, message) {
      const question = open.get(message.id);
      // Another page's word about it counts for nothing.
      if (question?.line === line) question.end(message.kind === 'answer' ? message.answer : errors[message.why]());
    },
    lineClosed(line) {
      for (const question of [...open.values()]) if (question.line === line) question.end(errors.failed());
    },
  };
}
