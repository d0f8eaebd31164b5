export { inlinePacking as workerPacking } from './packing.ts';
