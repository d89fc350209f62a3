/** Opens the event stream's sockets: WS /v1/events?ticket=<one use>&from=<sequence>. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Floor } from '../floor.ts';
import type { EventStream } from './eventStream.ts';
import { statusFault } from './faultMiddleware.ts';
import type { Faults } from './faults.ts';
import { isLoopbackHost } from './loopback.ts';
import { problem, unauthorized } from './problems.ts';
import type { Tickets } from './tickets.ts';

/** Clients have nothing to say here. */
const maxPayload = 1024;

export function createUpgrade(floor: Floor, stream: EventStream, tickets: Tickets, faults: Faults) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload });
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A peer that hangs up during the handshake is no event.
    socket.on('error', () => socket.destroy());
    const admitted = admit(request);
    if (admitted === 'lost') socket.destroy();
    else if (admitted instanceof Response) void answer(socket, admitted);
    else
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => webSocket.terminate());
        stream.open(webSocket, admitted.from);
      });
  };

  function admit(request: IncomingMessage): { from: number } | Response | 'lost' {
    if (!isLoopbackHost(request.headers.host)) return problem('wrongHost');
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/v1/events') return problem('notFound');
    const { fault } = faults.forRequest('GET', url.pathname);
    if (fault?.fault === 'status') return statusFault(floor, fault, url.pathname);
    if (fault) return 'lost';
    const from = url.searchParams.get('from') ?? '';
    if (!/^\d{1,15}$/.test(from)) return problem('badRequest', { detail: 'from: is a sequence number' });
    if (!tickets.redeem(url.searchParams.get('ticket') ?? '')) return unauthorized(true);
    return { from: Number(from) };
  }
}

async function answer(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text();
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = Buffer.byteLength(body);
  socket.end(
    `HTTP/1.1 ${response.status} Refused\r\n${headers}connection: close\r\ncontent-length: ${length}\r\n\r\n${body}`,
  );
}
