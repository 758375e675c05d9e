/** A local Slack in a process of its own: prints how to reach it as one line of JSON, and stops on SIGTERM. */
import { readFile } from 'node:fs/promises';
import { startLocalSlack } from '../../src/sandbox/local-slack.ts';

const slack = await startLocalSlack({ manifest: await readFile('manifest.yml', 'utf8') });
process.once('SIGTERM', () => void slack.stop());
const { url, apiUrl, botToken, appToken, signingSecret } = slack;
process.stdout.write(`${JSON.stringify({ url, apiUrl, botToken, appToken, signingSecret })}\n`);
