/** The least that a Bolt app can do with the same command: acknowledge, then answer or open a modal. */
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';

const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL } = process.env;
const options = { slackApiUrl: SLACK_API_URL };
const receiver = new SocketModeReceiver({
  appToken: SLACK_APP_TOKEN,
  logLevel: LogLevel.ERROR,
  installerOptions: { clientOptions: { ...options } },
});
const app = new App({
  token: SLACK_BOT_TOKEN,
  receiver,
  logLevel: LogLevel.ERROR,
  clientOptions: { ...options },
});
const view = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Bare' },
  close: { type: 'plain_text', text: 'Close' },
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Loading' } }],
};

app.command('/moveout', async ({ command, ack, respond, client }) => {
  await ack();
  if (command.text === 'help') await respond({ text: 'Help.', response_type: 'ephemeral' });
  else await client.views.open({ trigger_id: command.trigger_id, view });
});

await app.start();
process.stdout.write('"message":"ready"\n');
process.on('SIGTERM', () => process.exit(0));
