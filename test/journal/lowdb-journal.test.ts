import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { journalContract } from '../contracts/journal-contract.ts';
import { memoryJournal } from '../memory-journal.ts';
import { temporaryFolder } from './temporary-folder.ts';

journalContract('the journal on lowdb', async () => await openJournal(await temporaryFolder()));
journalContract('the journal in memory', async () => memoryJournal());
