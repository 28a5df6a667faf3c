//! §2.11: a source that must stay on its thread cannot be pulled from another one.
use reactive_streams::Driver;

fn drive<D, L, S>(driver: D, local: L, sendable: S)
where
    D: Driver<u8, String>,
    L: Iterator<Item = u8> + 'static,
    S: Iterator<Item = u8> + Send + 'static,
{
    driver.pull(local); // refused
    // lawful: driver.pull(sendable);
}

fn main() {}
