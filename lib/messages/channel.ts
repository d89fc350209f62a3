/** A line between two contexts, whatever carries it. */
export interface Channel {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the other end is gone. */
  onClose(listener: () => void): void;
  close(): void;
}

/** The part of a runtime Port that a channel needs. */
export interface PortLike {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

/** A runtime Port as a channel. Sending on a line that is already gone is not an error: `onClose` tells. */
export function portChannel(port: PortLike): Channel {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const ended = () => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  port.onDisconnect.addListener(ended);
  return {
    send(message) {
      if (!open) return;
      try {
        port.postMessage(message);
      } catch {
        // The port can be cut between the event that tells of it and this call; the line is then simply over.
        ended();
      }
    },
    onMessage: (listener) => port.onMessage.addListener(listener),
    onClose: (listener) => closeListeners.push(listener),
    close() {
      port.disconnect();
      ended();
    },
  };
}
