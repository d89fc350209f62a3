/** `$batch` with one GET in it, which is what somebody needs who wants to know whether a POST is accepted at all. */
import { badRequest } from './odata/errors.ts';

export interface Inner {
  url: string;
  headers: Headers;
}

/** @throws DataverseError 400 for any other batch */
export function parseBatch(contentType: string | undefined, body: string): Inner {
  const boundary = /^multipart\/mixed;\s*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw badRequest('A batch is multipart/mixed with a boundary.');
  const parts = body.split(`--${boundary}`).slice(1, -1);
  const [part = ''] = parts;
  const [, request = ''] = part.split(/\r?\n\r?\n(.*)/s);
  const [line = '', ...lines] = request.split(/\r?\n/);
  const url = /^GET (\S+) HTTP\/1\.1$/.exec(line)?.[1];
  if (parts.length !== 1 || !/application\/http/i.test(part) || url === undefined)
    throw badRequest('The double understands batches of one GET.');
  const headers = new Headers();
  for (const header of lines) {
    const [name, value] = header.split(/:\s*(.*)/s);
    if (name && value) headers.set(name, value);
  }
  return { url, headers };
}

export async function answerBatch(inner: Response): Promise<Response> {
  const boundary = 'batchresponse_9f1c1a52-7d1e-4d43-8b9e-0d4f6f1d7a10';
  const headers = [...inner.headers].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  const lines = [
    `--${boundary}`,
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `HTTP/1.1 ${inner.status} ${inner.ok ? 'OK' : 'Error'}`,
    headers,
    '',
    await inner.text(),
    `--${boundary}--`,
    '',
  ];
  return new Response(lines.join('\r\n'), { headers: { 'content-type': `multipart/mixed; boundary=${boundary}` } });
}
