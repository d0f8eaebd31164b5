/** What the relay says about itself: one line for each event, in words and counts; never content, keys, tokens, names or ids. */
export type Facts = Readonly<Record<string, number | boolean | LogWord>>;

/** A fixed word of our own, such as a reason; nothing that came over the wire. */
export type LogWord = string;

export type Log = (event: string, facts?: Facts) => void;

export function lineLog(write: (line: string) => void, now: () => number): Log {
	return (event, facts = {}) => {
		write(JSON.stringify({ at: new Date(now()).toISOString(), event, ...facts }));
	};
}
