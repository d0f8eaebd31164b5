import { opening } from './opening.ts';
console.log(await opening(10000, 7));
process.exit(0);
