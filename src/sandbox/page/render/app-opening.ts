import { sendOpenApp } from '../api.ts';
import { appChannel } from '../directory.ts';
import { detached } from '../dom.ts';
import type { PageState } from '../store.ts';

/** Tells the local Slack each time that a person opens a tab of the app, however it came to be opened. */
export function createAppOpening(): (state: PageState) => void {
  let told = '';
  return (state) => {
    const { workspace } = state;
    if (!workspace) return;
    const tab = openTab(state);
    const now = tab === undefined ? '' : `${workspace.me.id} ${tab}`;
    if (now === told) return;
    told = now;
    if (tab !== undefined) detached(sendOpenApp(workspace.me.id, tab), () => undefined);
  };
}

function openTab({ app, channel, workspace }: PageState): 'home' | 'messages' | undefined {
  if (app !== undefined) return app;
  const direct = workspace && appChannel(workspace);
  return direct !== undefined && direct.id === channel ? 'messages' : undefined;
}
