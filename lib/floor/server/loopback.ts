/**
 * A Host header that names anything but this machine is a page that had its name rebound to 127.0.0.1, or a proxy:
 * neither is answered.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}
