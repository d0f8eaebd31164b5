/** All kinds of input that are tried. What opens a pack (inflating, volumes, states) comes here as a kind of its own. */
import { backups, jsons, recoveryWords } from './backups.ts';
import { contents } from './contents.ts';
import { entries } from './entries.ts';
import { frames } from './frames.ts';
import { boxes, drafts, pastKeys, toldProofs } from './keys-given.ts';
import type { Kind } from './kind.ts';
import { links } from './links.ts';
import { logUpdates } from './log-updates.ts';
import { messages } from './messages.ts';
import { presences } from './presences.ts';
import { statements } from './statements.ts';
import { updates } from './updates.ts';

export const kinds: readonly Kind[] = [
	frames,
	contents,
	statements,
	updates,
	entries,
	presences,
	messages,
	logUpdates,
	links,
	boxes,
	toldProofs,
	pastKeys,
	drafts,
	backups,
	recoveryWords,
	jsons
];
