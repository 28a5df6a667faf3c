//! What a running pipeline holds, how long elements wait in it, and which stage is the bottleneck.
#![forbid(unsafe_code)]
