import { describeLedger } from './ledger.contract.ts';
import { memoryLedger } from './memory.ts';

describeLedger('memory', { open: async (log) => memoryLedger(log), lasting: false });
