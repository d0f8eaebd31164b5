/** What every field takes. */
export interface FieldProps {
	label: string;
	hint?: string | undefined;
	/** In words, the same as in the error summary. */
	error?: string | undefined;
	/** Set it where an error summary links here. */
	id?: string | undefined;
	optional?: boolean;
	/** For listeners only, where the surroundings say it to the eye. */
	hideLabel?: boolean;
}

interface FieldParts<Props extends FieldProps> {
	readonly frame: FieldProps;
	readonly attributes: Omit<Props, keyof FieldProps>;
}

/** Parts what stands around a control from what the control itself is given. */
export function fieldParts<Props extends FieldProps>(props: Props): FieldParts<Props> {
	const { label, hint, error, id, optional = false, hideLabel = false, ...attributes } = props;
	return { frame: { label, hint, error, id, optional, hideLabel }, attributes };
}
