"""The engine: `Projection`, the readers it uses, `AsAt`, and the values that every view is made of."""
