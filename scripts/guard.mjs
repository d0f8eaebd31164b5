// Plain JavaScript that the oldest Node reads: it has to run far enough to say what is wrong.
const MAJOR = 22;
const MINOR = 18;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < MAJOR || (major === MAJOR && minor < MINOR)) {
	console.error(
		`Roundtable needs Node ${MAJOR}.${MINOR} or newer, and this is Node ${process.versions.node}: ` +
			'start it with `npm start` after `npm ci`, which brings a newer Node on most systems, or install one.'
	);
	process.exit(1);
}
