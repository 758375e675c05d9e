import { parseDocument } from 'yaml';

/** A manifest with what README says must change in it without Socket Mode: every payload goes to `url`. */
export function withoutSocketMode(manifest: string, url: string): string {
  const document = parseDocument(manifest);
  document.setIn(['settings', 'socket_mode_enabled'], false);
  document.setIn(['settings', 'interactivity', 'request_url'], url);
  document.setIn(['settings', 'interactivity', 'message_menu_options_url'], url);
  document.setIn(['features', 'slash_commands', 0, 'url'], url);
  return document.toString();
}
