declare global {
	namespace App {
		interface PageState {
			/** A dialog or step that the Back button closes. */
			open?: string;
		}
	}
}

export {};
