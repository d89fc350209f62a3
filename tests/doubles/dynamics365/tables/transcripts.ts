/** What was said, written when a conversation is closed: `msdyn_transcript` and its `annotation` (facts §4.5). */
import type { Message } from '../../../../lib/domain/records.ts';
import type { Database } from '../database.ts';
import { always, flag, guid, lookup, onWire, type Table, text } from '../schema.ts';

export const transcripts: Table = {
  name: 'msdyn_transcript',
  set: 'msdyn_transcripts',
  key: 'msdyn_transcriptid',
  title: 'msdyn_name',
  columns: {
    ...always,
    msdyn_transcriptid: guid,
    msdyn_name: text,
    // The double "id" is Microsoft's.
    _msdyn_liveworkitemidid_value: lookup('msdyn_ocliveworkitem'),
  },
};
export const annotations: Table = {
  name: 'annotation',
  set: 'annotations',
  key: 'annotationid',
  title: 'subject',
  columns: {
    ...always,
    annotationid: guid,
    subject: text,
    objecttypecode: text,
    _objectid_value: lookup('msdyn_transcript'),
    isdocument: flag,
    filename: text,
    mimetype: text,
    documentbody: text,
  },
};

export function putTranscript(
  database: Database,
  guidOf: (floorId: string) => string,
  conversationId: string,
  messages: readonly Message[],
): void {
  const transcript = guidOf(`transcript:${conversationId}`);
  database.put('msdyn_transcript', transcript, {
    msdyn_name: conversationId,
    _msdyn_liveworkitemidid_value: guidOf(conversationId),
  });
  // Newest first, as the bulk download has it.
  const body = JSON.stringify(messages.map(asStored).toReversed());
  database.put('annotation', guidOf(`annotation:${conversationId}`), {
    subject: 'Transcript',
    objecttypecode: 'msdyn_transcript',
    _objectid_value: transcript,
    isdocument: true,
    filename: 'message.txt',
    mimetype: 'text/plain',
    documentbody: Buffer.from(body).toString('base64'),
  });
}

function asStored(message: Message, index: number) {
  const { at, from, authorName, text: content, audience } = message;
  const isSystem = from === 'system';
  const visibility = audience === 'everyone' ? 'public' : 'private';
  const author = from === 'bot' || isSystem ? { application: { displayName: authorName ?? 'System' } } : undefined;
  return {
    id: String(at + index),
    created: onWire(at),
    createdDateTime: new Date(at).toISOString(),
    content,
    contentType: 'text',
    from: author ?? { user: { displayName: authorName ?? 'Customer' } },
    isControlMessage: isSystem,
    tags: [visibility, ...(isSystem ? ['system'] : []), ...(from === 'customer' ? ['customer'] : [])].join(','),
    attachments: [],
  };
}
