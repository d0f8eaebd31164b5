/** Starts the relay with what the environment asks for, says where it is, and closes it in good order. */
import { run } from './run.ts';
import { readSettings } from './settings.ts';

const oldestNode = [22, 13] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
	end(`Roundtable needs Node ${oldestNode.join('.')} or newer; this is Node ${process.versions.node}.`);
}
const read = readSettings(process.env, import.meta.dirname);
if (read.kind === 'wrong') end(read.sentence);
const sentence = await run(read.settings);
if (sentence !== null) end(sentence);

function end(sentence: string): never {
	process.stderr.write(`${sentence}\n`);
	process.exit(1);
}
