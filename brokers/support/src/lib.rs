//! The test brokers: where they are, how they fail, and who checks what came through.
#![forbid(unsafe_code)]
