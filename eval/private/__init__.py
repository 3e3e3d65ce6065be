"""The set that masking is measured on: made-up people, and questions with none in them."""
