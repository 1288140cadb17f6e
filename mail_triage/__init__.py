"""Mail that nothing could be made of by itself, and what people make of it."""
