//! The fuzz targets. They lie beside the tests, which hand them what was found before.

#[path = "../../tests/fuzzing/mod.rs"]
pub mod targets;
