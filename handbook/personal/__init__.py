"""Personal details in what people type: found by form, check digit and context, and masked."""
