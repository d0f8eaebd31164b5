/** A case that was taken up from another device has not come to this one yet, and no relay brings it just now. */
export class NotHere extends Error {
	constructor() {
		super('the case has not come to this device yet');
	}
}
