"""The recipe of the learned reader: annotated articles in, weights and a cross-validated table out."""
