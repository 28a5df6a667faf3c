//! A crash-safe queue on disk, for what memory has no room for.
#![forbid(unsafe_code)]
