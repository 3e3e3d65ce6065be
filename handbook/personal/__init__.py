"""Personal details in what people type: found by form, by check digit and by context, and masked."""
