//! From order exports to a model directory.
