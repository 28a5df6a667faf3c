//! The verifier finds what is wrong in logs, and nothing where nothing is.
#![allow(clippy::unwrap_used)] // also in helpers

use broker_faults::journal::{Entry, Event};
use broker_faults::message::{Numbered, fingerprint};
use broker_faults::verify::{
    Cause, Committed, Evidence, Found, Incarnation, Unrest, Verdict, verify, verify_topic,
};
use rstest::rstest;

const SIZE: usize = 100;
const PARTITIONS: u32 = 2;
const NUMBERS: u64 = 10;
const SECOND: u64 = 1_000_000;

fn stored(partition: u32, number: u64) -> Entry {
    Entry { at: number * SECOND, event: Event::Stored { partition, number, offset: number } }
}

fn found(partition: u32, offset: u64, number: u64) -> Found {
    let message = Numbered { partition, number };
    let fingerprint = fingerprint(&message.payload(SIZE));
    Found {
        position: (partition, offset),
        message: Some(message),
        fingerprint,
        at: number * SECOND,
    }
}

fn delivered(at: u64, partition: u32, number: u64) -> Entry {
    let fingerprint = fingerprint(&Numbered { partition, number }.payload(SIZE));
    let event = Event::Delivered { partition, offset: number, number, fingerprint, again: false };
    Entry { at, event }
}

fn done(at: u64, partition: u32, offset: u64) -> Entry {
    Entry { at, event: Event::Done { partition, offset } }
}

/// Message n is sent, delivered and done in second n; one consumer for each partition.
fn good() -> Evidence {
    let each = || (0..PARTITIONS).flat_map(|it| (0..NUMBERS).map(move |number| (it, number)));
    let consumer = |partition| Incarnation {
        killed: None,
        entries: (0..NUMBERS)
            .flat_map(|number| {
                let at = number * SECOND;
                [delivered(at + 10, partition, number), done(at + 20, partition, number)]
            })
            .collect(),
    };
    Evidence {
        size: SIZE,
        produced: each().map(|(partition, number)| stored(partition, number)).collect(),
        topic: each().map(|(partition, number)| found(partition, number, number)).collect(),
        consumers: (0..PARTITIONS).map(consumer).collect(),
        committed_last: (0..PARTITIONS).map(|it| (it, NUMBERS)).collect(),
        ..Evidence::default()
    }
}

/// Partition 0 comes to another consumer from `offset` on, after its first has done all.
fn again_from(evidence: &mut Evidence, offset: u64) {
    let entries = (offset..NUMBERS).flat_map(|number| {
        let at = (20 + number) * SECOND;
        [delivered(at, 0, number), done(at + 1, 0, number)]
    });
    let entries = entries.collect();
    evidence.consumers.push(Incarnation { killed: None, entries });
}

fn done_of_last(evidence: &mut Evidence) -> &mut Vec<Entry> {
    &mut evidence.consumers[0].entries
}

#[test]
fn finds_nothing_where_nothing_is() {
    let verdict = verify(&good());
    assert_eq!(verdict, Verdict { stored: 20, ..Verdict::default() });
    assert!(verdict.is_good());
}

type Fault = fn(&mut Evidence);
type Count = fn(&Verdict) -> u64;

const FAULTS: &[(&str, Fault, Count)] = &[
    (
        "not in the topic",
        |it| {
            it.topic.pop();
            it.consumers[1].entries.drain(18..);
        },
        |it| it.lost,
    ),
    ("never delivered", |it| drop(it.consumers[1].entries.drain(18..)), |it| it.lost),
    ("never done", |it| assert!(it.consumers[1].entries.pop().is_some()), |it| it.lost),
    (
        "stored and never told and never done",
        |it| it.topic.push(found(1, NUMBERS, NUMBERS)),
        |it| it.lost,
    ),
    (
        "twice in the topic",
        |it| {
            it.topic.push(found(1, NUMBERS, 4));
            let fingerprint = it.topic[14].fingerprint;
            let event = Event::Delivered {
                partition: 1,
                offset: NUMBERS,
                number: 4,
                fingerprint,
                again: false,
            };
            it.consumers[1].entries.push(Entry { at: 11 * SECOND, event });
            it.consumers[1].entries.push(done(11 * SECOND, 1, NUMBERS));
            it.committed_last.insert(1, NUMBERS + 1);
        },
        |it| it.unexplained,
    ),
    (
        "done twice in one consumer",
        |it| it.consumers[1].entries.push(done(12 * SECOND, 1, 9)),
        |it| it.unexplained,
    ),
    (
        "done again by another though the first left in good order",
        |it| again_from(it, 9),
        |it| it.unexplained,
    ),
    (
        "done again long after its acknowledgement though killed then",
        |it| {
            again_from(it, 7);
            it.consumers[0].killed = Some(9 * SECOND + SECOND / 2);
        },
        |it| it.unexplained,
    ),
    (
        "done again after members moved alone",
        |it| {
            again_from(it, 9);
            it.unrest.push(Unrest { cause: Cause::Members, from: 9 * SECOND, to: 40 * SECOND });
        },
        |it| it.unexplained,
    ),
    (
        "delivered after it was committed",
        |it| {
            it.consumers[0].killed = Some(9 * SECOND + 30);
            again_from(it, 9);
            let at = 10 * SECOND;
            it.committed.push(Committed { at, partition: 0, offset: 10 });
        },
        |it| it.unexplained,
    ),
    (
        "swapped in the topic",
        |it| {
            let (one, other) = (it.topic[3], it.topic[4]);
            (it.topic[3].message, it.topic[3].fingerprint) = (other.message, other.fingerprint);
            (it.topic[4].message, it.topic[4].fingerprint) = (one.message, one.fingerprint);
            for entry in done_of_last(it) {
                if let Event::Delivered { offset, number, fingerprint, .. } = &mut entry.event
                    && (*offset == 3 || *offset == 4)
                {
                    *number = 7 - *offset;
                    let message = Numbered { partition: 0, number: *number };
                    *fingerprint = broker_faults::message::fingerprint(&message.payload(SIZE));
                }
            }
        },
        |it| it.disordered,
    ),
    (
        "swapped at a consumer",
        |it| {
            let entries = done_of_last(it);
            let (one, other) = (entries[6].event, entries[8].event);
            (entries[6].event, entries[8].event) = (other, one);
        },
        |it| it.disordered,
    ),
    (
        "unreadable in the topic",
        |it| {
            it.topic[9].message = None;
            it.produced.remove(9);
            it.consumers[0].entries.drain(18..);
        },
        |it| it.corrupted,
    ),
    ("other bytes in the topic", |it| it.topic[5].fingerprint += 1, |it| it.corrupted),
    (
        "other bytes at a consumer",
        |it| {
            if let Event::Delivered { fingerprint, .. } = &mut done_of_last(it)[0].event {
                *fingerprint += 1;
            }
        },
        |it| it.corrupted,
    ),
    (
        "committed before it was done",
        |it| {
            let at = 4 * SECOND + 15; // between delivered and done
            it.committed.push(Committed { at, partition: 1, offset: 5 });
        },
        |it| it.premature,
    ),
    (
        "not committed in the end",
        |it| assert!(it.committed_last.insert(1, NUMBERS - 1).is_some()),
        |it| it.uncommitted,
    ),
];

#[test]
fn finds_each_fault_alone() {
    for (name, plant, of) in FAULTS {
        let mut evidence = good();
        plant(&mut evidence);
        let verdict = verify(&evidence);
        assert_eq!(of(&verdict), 1, "{name}: {verdict:#?}");
        assert_eq!(verdict.wrongs(), 1, "{name}, and nothing else: {verdict:#?}");
        assert_eq!(verdict.examples.len(), 1, "{name}: {verdict:#?}");
    }
}

#[test]
fn what_was_done_just_before_a_kill_may_be_done_again() {
    let mut evidence = good();
    evidence.consumers[0].killed = Some(9 * SECOND + SECOND / 2);
    again_from(&mut evidence, 8);
    let at = 10 * SECOND;
    evidence.committed.push(Committed { at, partition: 0, offset: 8 });
    let verdict = verify(&evidence);
    assert!(verdict.is_good(), "{verdict:#?}");
    assert_eq!(verdict.duplicated, 2);
}

#[test]
fn what_was_done_while_the_broker_was_away_may_be_done_again() {
    let mut evidence = good();
    evidence.unrest.push(Unrest { cause: Cause::Fault, from: 9 * SECOND, to: 12 * SECOND });
    again_from(&mut evidence, 9);
    let verdict = verify(&evidence);
    assert!(verdict.is_good(), "{verdict:#?}");
    assert_eq!(verdict.duplicated, 1);
}

#[test]
fn a_partition_that_changed_hands_may_go_back_to_what_was_not_done() {
    let mut evidence = good();
    let entries = &mut evidence.consumers[0].entries;
    entries.remove(17); // 8 is delivered, and not done
    entries.insert(18, delivered(9 * SECOND + 11, 0, 8));
    entries.insert(19, done(9 * SECOND + 12, 0, 8));
    assert_eq!(verify(&evidence).disordered, 1);
    evidence.unrest.push(Unrest { cause: Cause::Members, from: 9 * SECOND, to: 10 * SECOND });
    let verdict = verify(&evidence);
    assert_eq!(verdict, Verdict { stored: 20, ..Verdict::default() });
}

#[test]
fn what_is_said_to_come_again_may_come_late() {
    let mut evidence = good();
    let entries = &mut evidence.consumers[0].entries;
    let mut late: Vec<_> = entries.drain(4..6).collect();
    if let Event::Delivered { again, .. } = &mut late[0].event {
        *again = true;
    }
    entries.append(&mut late);
    let verdict = verify(&evidence);
    assert_eq!(verdict, Verdict { stored: 20, ..Verdict::default() });
}

#[test]
fn a_pause_is_the_longest_of_a_partition_after_a_fault() {
    let mut evidence = good();
    assert_eq!(verify(&evidence).pause, None);
    for entry in &mut evidence.consumers[1].entries[8..] {
        entry.at += 2 * SECOND; // from the fourth on
    }
    let pause = |faults: Vec<u64>| {
        let verdict = verify(&Evidence { faults, ..evidence.clone() });
        assert!(verdict.is_good(), "{verdict:#?}");
        verdict.pause.map(|pause| pause.as_secs_f64().round())
    };
    assert_eq!(pause(vec![2 * SECOND]), Some(3.0), "also if it went on a little before");
    assert_eq!(pause(vec![4 * SECOND + 20]), Some(2.0), "what was before does not count");
    assert_eq!(pause(vec![7 * SECOND]), Some(1.0), "nor what comes later");
    assert_eq!(pause(vec![SECOND, 7 * SECOND]), Some(3.0), "of each fault until the next");
    assert_eq!(pause(vec![20 * SECOND]), None, "there was nothing left to go on with");
}

/// Message 4 of partition 1 was told in second 4, and is in the topic again.
#[rstest]
#[case::killed_before_it_was_told(3, Some(6), 1)]
#[case::never_told(5, None, 1)]
#[case::killed_after_it_was_told(5, Some(4), 0)]
#[case::killed_before_the_first(2, Some(6), 0)]
#[case::killed_after_the_second(12, None, 0)]
fn what_a_killed_producer_was_not_told_of_may_be_sent_again(
    #[case] killed: u64,
    #[case] told: Option<u64>,
    #[case] allowed: u64,
) {
    let mut evidence = good();
    evidence.consumers.clear();
    evidence.topic[14].at = 3 * SECOND - 1;
    evidence.topic.push(Found { at: 11 * SECOND, ..found(1, NUMBERS, 4) });
    evidence.producer_kills.push(killed * SECOND);
    match told {
        Some(told) => evidence.produced[14].at = told * SECOND,
        None => drop(evidence.produced.remove(14)),
    }
    let verdict = verify_topic(&evidence);
    assert_eq!((verdict.duplicated, verdict.unexplained), (allowed, 1 - allowed), "{verdict:#?}");
    assert_eq!(verdict.wrongs(), 1 - allowed);
}

#[test]
fn a_topic_alone_holds_each_message_once() {
    let mut evidence = good();
    evidence.consumers.clear();
    assert!(verify_topic(&evidence).is_good());
    evidence.topic.push(found(1, NUMBERS, 4));
    assert_eq!(verify_topic(&evidence).unexplained, 1);
    evidence.topic.remove(0);
    assert_eq!(verify_topic(&evidence).lost, 1);
}
