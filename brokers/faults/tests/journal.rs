//! What was written is read, also while the process still writes, and after it was killed.
#![allow(clippy::unwrap_used)] // also in helpers

use std::fs::OpenOptions;
use std::io::Write;

use broker_faults::journal::{Event, Follower, Journal};

const EVENTS: [Event; 4] = [
    Event::Stored { partition: 1, number: 2, offset: 3 },
    Event::Failed { partition: 4, number: 5 },
    Event::Delivered { partition: 6, offset: 7, number: 8, fingerprint: u64::MAX, again: true },
    Event::Done { partition: 9, offset: 10 },
];

fn events(follower: &mut Follower) -> Vec<Event> {
    follower.read_on().unwrap().into_iter().map(|entry| entry.event).collect()
}

#[test]
fn what_was_written_is_read_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("journal");
    let mut follower = Follower::new(&path);
    assert_eq!(events(&mut follower), []);
    let journal = Journal::create(&path).unwrap();
    EVENTS.into_iter().for_each(|event| journal.write(event));
    assert_eq!(events(&mut follower), EVENTS);
    journal.write(EVENTS[0]);
    assert_eq!(events(&mut follower), [EVENTS[0]]);
}

#[test]
fn half_a_line_is_not_read_before_its_end() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("journal");
    let mut follower = Follower::new(&path);
    let mut file = OpenOptions::new().append(true).create(true).open(&path).unwrap();
    file.write_all(b"17 done 9 10\n17 done 9 1").unwrap();
    assert_eq!(events(&mut follower), [EVENTS[3]]);
    file.write_all(b"1\n").unwrap();
    assert_eq!(events(&mut follower), [Event::Done { partition: 9, offset: 11 }]);
    file.write_all(b"17 eaten 9 10\n").unwrap();
    follower.read_on().unwrap_err();
}
