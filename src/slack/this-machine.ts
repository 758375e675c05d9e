/** Whether a host is this machine, as a URL writes it: only there nothing need be encrypted on the way. */
export function isThisMachine(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
