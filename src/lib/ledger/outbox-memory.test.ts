import { memoryOutbox } from './outbox-memory.ts';
import { describeOutbox } from './outbox.contract.ts';

describeOutbox('memory', { fresh: async () => memoryOutbox(), again: null });
